//! From files to the typed catalogue, with the place of each entry.

mod shape;
pub(crate) mod source;
mod tables;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::findings::Findings;
use crate::{
    Agency, Calendar, Catalogue, Clock, CodeList, Derived, Files, Form, Instrument, Partnership, Pathway, Phrase, Post,
    Role, Sharing, WardSet, Words, near,
};
use source::{Place, Source};

/// Declares what a file may hold: lists of entries by key.
macro_rules! file_shape {
    ($name:ident { $($key:ident: $type:ty),* }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name { $(#[serde(default)] $key: Vec<$type>),* }
    };
}
file_shape!(AgenciesFile { agency: Agency });
file_shape!(PostsFile { post: Post });
file_shape!(RolesFile { role: Role });
file_shape!(SharingFile { agreement: Sharing });
file_shape!(WardsFile { set: WardSet });
file_shape!(CalendarsFile { calendar: Calendar });
file_shape!(ClocksFile { clock: Clock });
file_shape!(CodesFile { list: CodeList });
file_shape!(WordsFile { words: Words });
file_shape!(LanguageFile { phrase: Phrase });

/// Entries of one sort, each with its place.
pub struct Placed<T>(pub Vec<(Place, T)>);

impl<T> Default for Placed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Placed<T> {
    fn take(&mut self, source: usize, key: &str, of: Vec<T>) {
        let place = |index: usize| Place { source, path: vec![key.to_owned(), index.to_string()] };
        self.0.extend(of.into_iter().enumerate().map(|(index, it)| (place(index), it)));
    }
    fn take_whole(&mut self, source: usize, it: Option<T>) {
        self.0.extend(it.map(|it| (Place { source, path: Vec::new() }, it)));
    }
    /// The entries without their places.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, it)| it)
    }
    fn plain(self) -> Vec<T> {
        self.0.into_iter().map(|(_, it)| it).collect()
    }
}

/// Everything read from the files, before it is checked.
#[derive(Default)]
pub struct Read<'a> {
    /// The parsed files.
    pub sources: Vec<Source<'a>>,
    /// The partnership: exactly one.
    pub partnership: Placed<Partnership>,
    /// Agencies.
    pub agencies: Placed<Agency>,
    /// Posts.
    pub posts: Placed<Post>,
    /// Roles.
    pub roles: Placed<Role>,
    /// Sharing agreements.
    pub sharing: Placed<Sharing>,
    /// Ward sets.
    pub ward_sets: Placed<WardSet>,
    /// Calendars.
    pub calendars: Placed<Calendar>,
    /// Clocks.
    pub clocks: Placed<Clock>,
    /// Code lists.
    pub code_lists: Placed<CodeList>,
    /// Forms.
    pub forms: Placed<Form>,
    /// Instruments.
    pub instruments: Placed<Instrument>,
    /// Pathways.
    pub pathways: Placed<Pathway>,
    /// Words.
    pub words: Placed<Words>,
    /// Phrases.
    pub language: Placed<Phrase>,
}

/// Files that stand alone, and folders whose every file is of one sort.
const KNOWN: [&str; 14] = [
    "partnership.toml",
    "agencies.toml",
    "posts.toml",
    "roles.toml",
    "sharing.toml",
    "wards.toml",
    "calendars.toml",
    "clocks.toml",
    "language.toml",
    "clocks/",
    "codes/",
    "forms/",
    "instruments/",
    "pathways/",
];

impl<'a> Read<'a> {
    /// Reads every file. What could not be read is in the findings and left out.
    pub fn all(files: &'a Files, findings: &mut Findings) -> Self {
        let mut read = Self::default();
        let mut others = BTreeMap::new();
        for (file, text) in &files.0 {
            if file.ends_with(".toml") {
                if let Some(source) = Source::parse(file, text, findings) {
                    read.sources.push(source);
                    read.file(read.sources.len() - 1, findings);
                }
            } else {
                others.insert(file.as_str(), text.as_str());
            }
        }
        read.tables(&mut others, findings);
        for file in others.keys() {
            let mend = "take it away, or name it in calendars.toml or wards.toml";
            findings.warn(((*file).to_owned(), 0), "nothing reads this file", mend);
        }
        read
    }

    fn file(&mut self, n: usize, findings: &mut Findings) {
        let source = &self.sources[n];
        let folder = source.file.split_once('/').map_or("", |(folder, _)| folder);
        fn lists<T: DeserializeOwned>(source: &Source<'_>, findings: &mut Findings) -> Option<T> {
            shape::read(source, findings)
        }
        macro_rules! entries {
            ($into:ident, $shape:ty, $key:ident) => {
                if let Some(it) = lists::<$shape>(source, findings) {
                    self.$into.take(n, stringify!($key), it.$key);
                }
            };
        }
        match (folder, source.file) {
            ("", "partnership.toml") => self.partnership.take_whole(n, shape::read(source, findings)),
            ("", "agencies.toml") => entries!(agencies, AgenciesFile, agency),
            ("", "posts.toml") => entries!(posts, PostsFile, post),
            ("", "roles.toml") => entries!(roles, RolesFile, role),
            ("", "sharing.toml") => entries!(sharing, SharingFile, agreement),
            ("", "wards.toml") => entries!(ward_sets, WardsFile, set),
            ("", "calendars.toml") => entries!(calendars, CalendarsFile, calendar),
            ("", "clocks.toml") | ("clocks", _) => entries!(clocks, ClocksFile, clock),
            ("", "language.toml") => entries!(language, LanguageFile, phrase),
            ("codes", _) => entries!(code_lists, CodesFile, list),
            ("words", _) => entries!(words, WordsFile, words),
            ("forms", _) => self.forms.take_whole(n, shape::read(source, findings)),
            ("instruments", _) => self.instruments.take_whole(n, shape::read(source, findings)),
            ("pathways", _) => self.pathways.take_whole(n, shape::read(source, findings)),
            (_, other) => {
                let name = if folder.is_empty() { other } else { folder };
                let mend = near::mend(name, KNOWN.iter().map(|it| it.trim_end_matches('/')).chain(["words"]));
                findings.wrong((other.to_owned(), 0), "no part of the catalogue has this name", mend);
            }
        }
    }

    /// Reads the tables that calendars and wards name.
    fn tables(&mut self, others: &mut BTreeMap<&'a str, &'a str>, findings: &mut Findings) {
        let mut used = Vec::new();
        for (place, calendar) in &mut self.calendars.0 {
            let mut days = BTreeMap::new();
            for table in &calendar.tables {
                match others.get_key_value(table.as_str()) {
                    Some((file, text)) => {
                        used.push(*file);
                        for (day, name) in tables::holidays(file, text, findings) {
                            days.entry(day).or_insert(name);
                        }
                    }
                    None => missing(&self.sources, place, "tables", table, others, findings),
                }
            }
            if !days.is_empty() {
                calendar.holidays = tables::as_list(days);
            }
        }
        for (place, set) in &mut self.ward_sets.0 {
            let Some(name) = &set.geojson else { continue };
            match others.get_key_value(name.as_str()) {
                Some((file, text)) => {
                    used.push(*file);
                    set.outlines = tables::outlines(file, text, findings);
                }
                None => missing(&self.sources, place, "geojson", name, others, findings),
            }
        }
        others.retain(|file, _| !used.contains(file));
    }

    /// The file and line of a part of an entry.
    pub fn at(&self, place: &Place, more: &[&str]) -> (String, usize) {
        self.sources[place.source].place(&place.path, more)
    }

    /// The catalogue, once nothing was found wrong.
    pub fn catalogue(self) -> Option<Catalogue> {
        Some(Catalogue {
            partnership: self.partnership.plain().pop()?,
            agencies: self.agencies.plain(),
            posts: self.posts.plain(),
            roles: self.roles.plain(),
            sharing: self.sharing.plain(),
            ward_sets: self.ward_sets.plain(),
            calendars: self.calendars.plain(),
            clocks: self.clocks.plain(),
            code_lists: self.code_lists.plain(),
            forms: self.forms.plain(),
            instruments: self.instruments.plain(),
            pathways: self.pathways.plain(),
            words: self.words.plain(),
            language: self.language.plain(),
            derived: Derived::default(),
        })
    }
}

fn missing(
    sources: &[Source<'_>],
    place: &Place,
    key: &str,
    name: &str,
    others: &BTreeMap<&str, &str>,
    findings: &mut Findings,
) {
    let at = sources[place.source].place(&place.path, &[key]);
    findings.wrong(at, format!("there is no file {name:?}"), near::mend(name, others.keys().copied()));
}
