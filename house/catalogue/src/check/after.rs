//! What must hold between a catalogue and the one it follows: old records must stay readable.

use super::Check;
use crate::findings::Findings;
use crate::read::Read;
use crate::read::source::Place;
use crate::{Catalogue, near};

/// Checks that a newer configuration may follow an older one.
pub fn after(read: &Read<'_>, old: &Catalogue, findings: &mut Findings) {
    let mut check = Check { read, findings };
    check.versions(old);
    check.codes_kept(old);
    check.kept(
        "agencies.toml",
        "agency",
        old.agencies.iter().map(|it| &it.code),
        read.agencies.all().map(|it| &it.code),
    );
    check.kept("roles.toml", "role", old.roles.iter().map(|it| &it.code), read.roles.all().map(|it| &it.code));
    check.kept("posts.toml", "post", old.posts.iter().map(|it| &it.code), read.posts.all().map(|it| &it.code));
    check.kept("clocks/", "clock", old.clocks.iter().map(|it| &it.id), read.clocks.all().map(|it| &it.id));
    check.kept("wards.toml", "ward set", old.ward_sets.iter().map(|it| &it.id), read.ward_sets.all().map(|it| &it.id));
    check.kept("pathways/", "pathway", old.pathways.iter().map(|it| &it.id), read.pathways.all().map(|it| &it.id));
}

impl Check<'_, '_> {
    fn kept<'a>(
        &mut self,
        file: &str,
        what: &str,
        old: impl Iterator<Item = &'a String>,
        new: impl Iterator<Item = &'a String>,
    ) {
        let new: Vec<&str> = new.map(String::as_str).collect();
        let mut gone: Vec<&str> = old.map(String::as_str).filter(|it| !new.contains(it)).collect();
        gone.dedup();
        for it in gone {
            let also = near::nearest(it, new.iter().copied())
                .map(|near| format!(" (is it {near:?} now? a code does not change)"));
            let mend = format!("put it back and end it with to = \"…\"{}", also.unwrap_or_default());
            self.findings.wrong((file.to_owned(), 0), format!("{what} {it:?} is gone, but records name it"), mend);
        }
    }

    fn codes_kept(&mut self, old: &Catalogue) {
        let read = self.read;
        self.kept(
            "codes/",
            "code list",
            old.code_lists.iter().map(|it| &it.name),
            read.code_lists.all().map(|it| &it.name),
        );
        for (place, list) in &read.code_lists.0 {
            let before = old.code_lists.iter().filter(|it| it.name == list.name).flat_map(|it| &it.codes);
            for code in before.filter(|code| list.get(&code.code).is_none()) {
                let problem = format!("code {:?} of {} is gone, but records hold it", code.code, list.name);
                self.wrong(place, &["codes"], problem, "put it back and end it with to = \"…\"");
            }
        }
    }

    fn versions(&mut self, old: &Catalogue) {
        let read = self.read;
        for (place, form) in &read.forms.0 {
            let before = old.forms.iter().filter(|it| it.id == form.id);
            if before.clone().any(|it| it.version == form.version && it.groups != form.groups) {
                self.next_version(place, "form", &form.id, before.map(|it| it.version).max());
            }
        }
        for (place, it) in &read.instruments.0 {
            let before = old.instruments.iter().filter(|other| other.id == it.id);
            let same = |other: &&crate::Instrument| {
                other.sections == it.sections
                    && other.suggest == it.suggest
                    && other.bands == it.bands
                    && other.levels == it.levels
            };
            if before.clone().any(|other| other.version == it.version && !same(&other)) {
                self.next_version(place, "instrument", &it.id, before.map(|other| other.version).max());
            }
        }
    }

    fn next_version(&mut self, place: &Place, what: &str, id: &str, before: Option<u32>) {
        let next = before.unwrap_or(0).saturating_add(1);
        let problem = format!("{what} {id} asks otherwise, but has the version of the old one");
        self.wrong(
            place,
            &["version"],
            problem,
            format!("write version = {next}: answers keep the version they were given to"),
        );
    }
}
