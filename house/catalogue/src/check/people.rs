//! Checks of the partnership, its agencies, posts, roles and sharing agreements.

use super::{Check, names, twice};
use crate::{Code, Dated};

impl<'a> Check<'a, '_> {
    pub(super) fn partnership(&mut self) {
        let read = self.read;
        let Some((place, it)) = read.partnership.0.first() else {
            let mend = "add the file partnership.toml: name, hub, contact, thresholds, session, public_form";
            return self.findings.wrong(("partnership.toml".into(), 0), "the partnership itself is missing", mend);
        };
        self.id(place, &["code"], &it.code);
        self.filled(place, &["name"], &it.name);
        self.filled(place, &["hub"], &it.hub);
        let t = &it.thresholds;
        let numbers = [
            ("rereferral_months", t.rereferral_months, 1, 60),
            ("draft_keep_days", t.draft_keep_days, 1, 365),
            ("bulk_export", t.bulk_export, 1, 10_000),
            ("break_glass_hours", t.break_glass_hours, 1, 24),
            ("merge_confirm_hours", t.merge_confirm_hours, 1, 24 * 14),
            ("small_number", t.small_number, 1, 100),
        ];
        for (key, number, least, most) in numbers {
            self.between(&["thresholds", key], number, least, most);
        }
        self.between(&["session", "idle_minutes"], it.session.idle_minutes, 1, 120);
        self.between(&["session", "absolute_hours"], it.session.absolute_hours, 1, 24);
        self.between(&["session", "tries"], it.session.tries, 1, 20);
        self.between(&["public_form", "per_address_hour"], it.public_form.per_address_hour, 1, 1000);
        self.mailbox(place, &["contact", "email"], &it.contact.email);
    }

    fn between(&mut self, key: &[&str], number: u32, least: u32, most: u32) {
        let read = self.read;
        if let Some((place, _)) = read.partnership.0.first()
            && !(least..=most).contains(&number)
        {
            self.wrong(
                place,
                key,
                format!("{number} is out of range"),
                format!("write a number from {least} to {most}"),
            );
        }
    }

    fn mailbox(&mut self, place: &crate::read::source::Place, key: &[&str], address: &str) {
        let whole = address.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.contains('@') && !address.contains(char::is_whitespace)
        });
        if !whole {
            self.wrong(place, key, format!("{address:?} is no email address"), "write it as name@example.org");
        }
    }

    pub(super) fn agencies(&mut self) {
        let read = self.read;
        let kinds = self.codes_of("agency-kinds");
        self.in_time(&read.agencies, "agency", |it| it.code.clone());
        let mut teams: Vec<(&String, &String)> = Vec::new();
        for (place, it) in &read.agencies.0 {
            self.id(place, &["code"], &it.code);
            self.filled(place, &["name"], &it.name);
            self.one_of(place, &["kind"], "kind of agency", &it.kind, &kinds);
            self.mailbox(place, &["contact", "mailbox"], &it.contact.mailbox);
            self.filled(place, &["contact", "out_of_hours"], &it.contact.out_of_hours);
            for (n, team) in it.teams.iter().enumerate() {
                let n = n.to_string();
                self.id(place, &["teams", &n, "code"], &team.code);
                if let Some(mailbox) = &team.mailbox {
                    self.mailbox(place, &["teams", &n, "mailbox"], mailbox);
                }
                let elsewhere = teams.iter().any(|(code, of)| *code == &team.code && *of != &it.code);
                let here = it.teams.iter().filter(|other| other.code == team.code).count() > 1;
                if elsewhere || here {
                    let problem = format!("team {:?} stands twice", team.code);
                    self.wrong(place, &["teams", &n, "code"], problem, "give each team a code of its own");
                }
                teams.push((&team.code, &it.code));
            }
        }
    }

    pub(super) fn posts(&mut self) {
        let read = self.read;
        self.in_time(&read.posts, "post", |it| it.code.clone());
        let agencies = names(&read.agencies, |it| &it.code);
        let roles = names(&read.roles, |it| &it.code);
        for (place, it) in &read.posts.0 {
            self.id(place, &["code"], &it.code);
            self.filled(place, &["title"], &it.title);
            self.one_of(place, &["agency"], "agency", &it.agency, &agencies);
            self.one_of(place, &["role"], "role", &it.role, &roles);
            let agency = read.agencies.all().find(|agency| agency.code == it.agency);
            if let Some(team) = &it.team {
                let teams: Vec<&str> = agency.iter().flat_map(|it| &it.teams).map(|it| it.code.as_str()).collect();
                self.one_of(place, &["team"], &format!("team of {}", it.agency), team, &teams);
            }
            let role = read.roles.all().find(|role| role.code == it.role);
            if let (Some(agency), Some(role)) = (agency, role)
                && !role.kinds.is_empty()
                && !role.kinds.contains(&agency.kind)
            {
                let problem = format!("the role {} is not held at an agency of kind {}", role.code, agency.kind);
                self.wrong(
                    place,
                    &["role"],
                    problem,
                    format!("choose another role, or add {:?} to its kinds", agency.kind),
                );
            }
        }
    }

    pub(super) fn roles(&mut self) {
        let read = self.read;
        let kinds = self.codes_of("agency-kinds");
        self.in_time(&read.roles, "role", |it| it.code.clone());
        for (place, it) in &read.roles.0 {
            self.id(place, &["code"], &it.code);
            self.filled(place, &["label"], &it.label);
            for (n, kind) in it.kinds.iter().enumerate() {
                self.one_of(place, &["kinds", &n.to_string()], "kind of agency", kind, &kinds);
            }
        }
    }

    pub(super) fn sharing(&mut self) {
        let read = self.read;
        self.in_time(&read.sharing, "sharing agreement", |it| it.id.clone());
        let agencies = names(&read.agencies, |it| &it.code);
        let bases = self.codes_of("lawful-bases");
        for (place, it) in &read.sharing.0 {
            self.one_of(place, &["agency"], "agency", &it.agency, &agencies);
            self.one_of(place, &["basis"], "lawful basis", &it.basis, &bases);
            self.filled(place, &["purpose"], &it.purpose);
            if it.to().is_none() && it.review.is_none() {
                self.warn(place, &["id"], format!("agreement {} is never looked at again", it.id), "add review or to");
            }
        }
    }

    /// The codes of a list; empty where there is no such list, which is said elsewhere.
    pub(super) fn codes_of(&self, list: &str) -> Vec<&'a str> {
        let read = self.read;
        let list = read.code_lists.all().find(|it| it.name == list);
        list.iter().flat_map(|it| &it.codes).map(|it| it.code.as_str()).collect()
    }

    pub(super) fn code_lists(&mut self) {
        let read = self.read;
        self.in_time(&read.code_lists, "code list", |it| it.name.clone());
        for (place, list) in &read.code_lists.0 {
            self.id(place, &["name"], &list.name);
            self.filled(place, &["title"], &list.title);
            self.sourced(place, list.source.as_ref(), list.confidence);
            for (n, code) in twice(list.codes.iter().map(|it| it.code.as_str())) {
                let mend = "a code is never used again: give the new one another code";
                let key = ["codes", &n.to_string(), "code"];
                self.wrong(place, &key, format!("code {code:?} stands twice in {}", list.name), mend);
            }
            for (n, Code { code, label, from, to, .. }) in list.codes.iter().enumerate() {
                let n = n.to_string();
                if code.trim() != code || code.is_empty() {
                    self.wrong(
                        place,
                        &["codes", &n, "code"],
                        format!("{code:?} cannot be used as a code"),
                        "write it without spaces around",
                    );
                }
                self.filled(place, &["codes", &n, "label"], label);
                if from.zip(*to).is_some_and(|(from, to)| to < from) {
                    self.wrong(
                        place,
                        &["codes", &n, "to"],
                        format!("code {code:?} ends before it begins"),
                        "let `to` be `from` or later",
                    );
                }
            }
        }
    }
}
