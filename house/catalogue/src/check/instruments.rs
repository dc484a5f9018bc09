//! Checks of instruments: items, points, bands, levels and the rules that suggest one.

use super::{Check, names, twice};
use crate::read::source::Place;
use crate::{Answering, FLAGS, Instrument, Section, Test, When};

/// The code list of items that are asked for two periods.
const PERIODS: &str = "indicator-periods";

impl Check<'_, '_> {
    pub(super) fn instruments(&mut self) {
        let read = self.read;
        self.in_time(&read.instruments, "instrument", |it| it.id.clone());
        let clocks = names(&read.clocks, |it| &it.id);
        let forms = names(&read.forms, |it| &it.id);
        for (place, it) in &read.instruments.0 {
            self.id(place, &["id"], &it.id);
            self.filled(place, &["title"], &it.title);
            if it.version == 0 {
                self.wrong(place, &["version"], "versions begin at 1", "write version = 1");
            }
            self.one_of(place, &["review"], "clock", &it.review, &clocks);
            self.one_of(place, &["form"], "form", &it.form, &forms);
            if let (Some(after), Some(form)) = (&it.after, read.forms.all().find(|form| form.id == it.form)) {
                let groups: Vec<&str> = form.groups.iter().map(|it| it.id.as_str()).collect();
                self.one_of(place, &["after"], "group of its form", after, &groups);
            }
            for (n, flag) in it.flags.iter().enumerate() {
                self.one_of(place, &["flags", &n.to_string(), "id"], "flag", &flag.id, FLAGS);
            }
            self.levels(place, it);
            self.sections(place, it);
            self.suggestions(place, it);
        }
    }

    fn levels(&mut self, place: &Place, it: &Instrument) {
        for level in 0..=3_u8 {
            if it.levels.iter().filter(|own| own.level == level).count() != 1 {
                let mend = "every canonical level from 0 to 3 needs exactly one word of the instrument's own";
                self.wrong(place, &["levels"], format!("level {level} has not exactly one word"), mend);
            }
        }
        let levels = it.bands.iter().map(|it| it.level).chain(it.suggest.iter().map(|it| it.level));
        for level in levels.chain(it.levels.iter().map(|it| it.level)).filter(|it| *it > 3) {
            self.wrong(place, &["levels"], format!("there is no level {level}"), "levels are 0, 1, 2 and 3");
        }
        for (n, pair) in it.bands.windows(2).enumerate() {
            if pair[0].most.is_none_or(|most| most + 1 != pair[1].least) {
                let mend = "let each band begin one above the last, and only the last be open";
                self.wrong(place, &["bands", &(n + 1).to_string()], "the bands leave a gap or overlap", mend);
            }
        }
        if it.bands.last().is_some_and(|it| it.most.is_some()) {
            self.wrong(place, &["bands"], "a higher total has no band", "leave `most` out of the last band");
        }
    }

    fn sections(&mut self, place: &Place, it: &Instrument) {
        let types = self.codes_of("exploitation-types");
        let factors = self.codes_of("cin-factors");
        for (n, id) in twice(it.sections.iter().map(|it| it.id.as_str())) {
            self.wrong(
                place,
                &["sections", &n.to_string(), "id"],
                format!("section {id:?} stands twice"),
                "give each an id of its own",
            );
        }
        let two = it.sections.iter().any(|it| it.answering == Answering::TwoPeriods);
        if two && !self.read.code_lists.all().any(|it| it.name == PERIODS) {
            let mend = "add it with the codes none, six_months, earlier, both and unknown";
            self.wrong(
                place,
                &["sections"],
                format!("items are asked for two periods, and there is no code list {PERIODS}"),
                mend,
            );
        }
        let mut seen = Vec::new();
        for (s, section) in it.sections.iter().enumerate() {
            let s = s.to_string();
            self.points(place, section, &s);
            for (i, item) in section.items.iter().enumerate() {
                let i = i.to_string();
                let key = |last| ["sections", &s, "items", &i, last];
                self.id(place, &key("id"), &item.id);
                self.filled(place, &key("title"), &item.title);
                if seen.contains(&&item.id) {
                    self.wrong(
                        place,
                        &key("id"),
                        format!("item {:?} stands twice", item.id),
                        "give each item an id of its own",
                    );
                }
                seen.push(&item.id);
                if !item.rubric.is_empty() && item.rubric.len() != 4 {
                    self.wrong(place, &key("rubric"), "a rubric needs words for 0, 1, 2 and 3", "write four sentences");
                }
                item.types.iter().for_each(|it| self.one_of(place, &key("types"), "exploitation type", it, &types));
                item.cin_factors.iter().for_each(|it| self.one_of(place, &key("cin_factors"), "factor", it, &factors));
            }
        }
    }

    fn points(&mut self, place: &Place, section: &Section, s: &str) {
        let may: &[When] = match section.answering {
            Answering::Ever => &[When::Ever],
            Answering::SixMonths => &[When::SixMonths],
            Answering::TwoPeriods => &[When::SixMonths, When::Earlier, When::Both],
            Answering::Rating | Answering::Context => &[],
        };
        for points in &section.points {
            if !may.contains(&points.answer) {
                let problem = format!(
                    "a section answered by {:?} earns no points for {:?}",
                    section.answering.as_str(),
                    points.answer.as_str()
                );
                let mend = if may.is_empty() {
                    "take the points away".to_owned()
                } else {
                    format!("write {}", may.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", "))
                };
                self.wrong(place, &["sections", s, "points"], problem, mend);
            }
        }
    }

    fn suggestions(&mut self, place: &Place, it: &Instrument) {
        let items: Vec<&str> = it.sections.iter().flat_map(|it| &it.items).map(|it| it.id.as_str()).collect();
        for (n, rule) in it.suggest.iter().enumerate() {
            let n = n.to_string();
            self.filled(place, &["suggest", &n, "why"], &rule.why);
            for test in rule.any.iter().flatten() {
                self.test(place, it, test, &items, &n);
            }
        }
    }

    fn test(&mut self, place: &Place, it: &Instrument, test: &Test, items: &[&str], n: &str) {
        let key = ["suggest", n, "any"];
        test.items.iter().for_each(|id| self.one_of(place, &key, "item", id, items));
        match (&test.answer, test.at_least) {
            (None, None) => self.wrong(place, &key, "the test asks nothing", "add at_least = … or answer = { … }"),
            (Some(_), Some(_)) => self.wrong(place, &key, "the test asks two things", "make two tests of it"),
            (None, Some(_)) => {}
            (Some(answer), None) => {
                let Some(form) = self.read.forms.all().find(|form| form.id == it.form) else { return };
                for question in answer.questions().into_iter().filter(|it| form.question("", it).is_none()) {
                    let known: Vec<String> = form
                        .groups
                        .iter()
                        .flat_map(|g| g.questions.iter().map(move |q| format!("{}.{}", g.id, q.id)))
                        .collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.unknown(place, &key, &format!("question of the form {}", form.id), question, &known);
                }
            }
        }
    }
}
