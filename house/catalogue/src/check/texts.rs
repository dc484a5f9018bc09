//! Checks of words and phrases: placeholders that exist, and mails that tell nobody anything.

use super::{Check, twice};
use crate::read::source::Place;
use crate::{Words, WordsKind};

/// What may stand in braces.
const PLACEHOLDERS: [&str; 8] =
    ["reference", "hub", "partnership", "phone", "out_of_hours", "hours", "email", "data_protection"];
/// What may stand in braces in a mail: who reads a mailbox is not known.
const IN_MAILS: [&str; 6] = ["reference", "hub", "link", "phone", "late", "soon"];
/// Words that the pages and messages of this issue ask for.
const NEEDED: [&str; 25] = [
    "danger-999",
    "refer-intro",
    "refer-sent",
    "refer-limit",
    "privacy-notice",
    "accessibility-statement",
    "acknowledgement",
    "mail-acknowledgement",
    "mail-outcome",
    "mail-question",
    "mail-answer",
    "mail-task",
    "mail-account",
    "mail-public-acknowledgement",
    "mail-public-outcome",
    "mail-action",
    "notice-referral",
    "notice-action",
    "notice-action-later",
    "notice-action-done",
    "notice-action-cancelled",
    "notice-mail-failed",
    "notice-assessment",
    "notice-assessment-returned",
    "notice-assessment-authorised",
];

/// The names in braces.
fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)).collect()
}

impl Check<'_, '_> {
    pub(super) fn texts(&mut self) {
        let read = self.read;
        self.in_time(&read.words, "words", |it| it.id.clone());
        for (place, it) in &read.words.0 {
            self.words(place, it);
        }
        for id in NEEDED.iter().filter(|id| !read.words.all().any(|it| it.id == **id)) {
            self.findings.wrong(
                ("words/".into(), 0),
                format!("the words {id:?} are missing"),
                "add [[words]] with this id",
            );
        }
        if let Some(list) = read.code_lists.all().find(|it| it.name == "referral-decisions") {
            for code in &list.codes {
                let id = format!("outcome-{}", code.code);
                if code.to.is_none() && !read.words.all().any(|it| it.id == id) {
                    let problem = format!("referrers have no words for the decision {:?}", code.code);
                    self.findings.wrong(("words/".into(), 0), problem, format!("add [[words]] with the id {id:?}"));
                }
            }
        }
        for (n, phrase) in twice(read.language.all().map(|it| it.avoid.as_str())) {
            let (place, _) = &read.language.0[n];
            self.wrong(place, &["avoid"], format!("the phrase {phrase:?} stands twice"), "take one away");
        }
        for (place, it) in &read.language.0 {
            self.filled(place, &["avoid"], &it.avoid);
            self.filled(place, &["better"], &it.better);
            if it.avoid != it.avoid.to_lowercase() {
                self.wrong(place, &["avoid"], format!("{:?} has capitals", it.avoid), "write it in lower case");
            }
        }
    }

    fn words(&mut self, place: &Place, it: &Words) {
        self.id(place, &["id"], &it.id);
        self.filled(place, &["title"], &it.title);
        self.filled(place, &["text"], &it.text);
        let known: &[&str] = match it.kind {
            WordsKind::Mail => &IN_MAILS,
            WordsKind::Page | WordsKind::Banner | WordsKind::Message => &PLACEHOLDERS,
        };
        for (key, text) in [("title", &it.title), ("text", &it.text)] {
            for name in placeholders(text) {
                self.one_of(place, &[key], "placeholder", name, known);
            }
        }
    }
}
