//! Kinds of fields: words, choices, numbers, addresses.

use std::str::FromStr;

use kernel::Reference;

use super::{Asked, Field};

/// The most characters of one line unless the field says otherwise.
const LINE: usize = 200;
/// The most characters of a longer text unless the field says otherwise.
const LONG: usize = 10_000;

kernel::words! {
    /// The answer to a question about somebody: not knowing is an answer too, and is never taken for no.
    pub enum Answer {
        /// It is so.
        Yes = "yes" / "Yes",
        /// It is not so.
        No = "no" / "No",
        /// Nobody knows, or nobody has asked.
        Unknown = "unknown" / "Not known",
    }
}

impl Asked {
    /// One line of words: without control characters, blanks at the ends, or line breaks; at most 200 characters.
    pub fn text(&self, name: &str, label: &str) -> Field<'_, String> {
        let clean = clean(self.raw(name), false);
        self.words(name, label, clean).max(LINE)
    }

    /// Several lines of words: line breaks are kept as `\n`; at most 10,000 characters.
    pub fn long(&self, name: &str, label: &str) -> Field<'_, String> {
        let clean = clean(self.raw(name), true);
        self.words(name, label, clean).max(LONG)
    }

    /// A secret, exactly as typed (blanks count); at most 1,000 characters.
    pub fn secret(&self, name: &str, label: &str) -> Field<'_, String> {
        self.words(name, label, self.raw(name).to_owned()).max(1000)
    }

    fn words(&self, name: &str, label: &str, value: String) -> Field<'_, String> {
        if value.is_empty() { Field::blank(self, name, enter(label)) } else { Field::fine(self, name, value) }
    }

    /// One of these codes; anything else was not on the page.
    pub fn one_of<C: AsRef<str>>(
        &self,
        name: &str,
        label: &str,
        codes: impl IntoIterator<Item = C>,
    ) -> Field<'_, String> {
        let value = self.raw(name).trim();
        if value.is_empty() {
            return Field::blank(self, name, select(label));
        }
        if codes.into_iter().any(|it| it.as_ref() == value) {
            Field::fine(self, name, value.to_owned())
        } else {
            Field::bad(self, name, "Select one of the choices given")
        }
    }

    /// One of our own words (an enum made with `kernel::words!`), or anything else that reads itself from a code.
    pub fn word<T: FromStr>(&self, name: &str, label: &str) -> Field<'_, T> {
        let value = self.raw(name).trim();
        if value.is_empty() {
            return Field::blank(self, name, select(label));
        }
        match value.parse() {
            Ok(it) => Field::fine(self, name, it),
            Err(_) => Field::bad(self, name, "Select one of the choices given"),
        }
    }

    /// Several of these codes, in the order of the page, each once.
    pub fn some_of<C: AsRef<str>>(
        &self,
        name: &str,
        label: &str,
        codes: impl IntoIterator<Item = C>,
    ) -> Field<'_, Vec<String>> {
        let mut sent: Vec<_> = self.typed.all(name).into_iter().map(str::trim).filter(|it| !it.is_empty()).collect();
        if sent.is_empty() {
            return Field::blank(self, name, select(label));
        }
        let mut found = vec![];
        for code in codes {
            let code = code.as_ref();
            if sent.contains(&code) {
                sent.retain(|it| *it != code);
                found.push(code.to_owned());
            }
        }
        if sent.is_empty() {
            Field::fine(self, name, found)
        } else {
            Field::bad(self, name, "Select from the choices given")
        }
    }

    /// Yes or no.
    pub fn yes_no(&self, name: &str, label: &str) -> Field<'_, bool> {
        self.word::<Answer>(name, label).into(|it| match it {
            Answer::Yes => Ok(true),
            Answer::No => Ok(false),
            Answer::Unknown => Err("Select yes or no"),
        })
    }

    /// Yes, no or not known.
    pub fn yes_no_unknown(&self, name: &str, label: &str) -> Field<'_, Answer> {
        self.word(name, label)
    }

    /// A box that is ticked or not.
    pub fn ticked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// A whole number; blanks and the commas of thousands are forgiven.
    pub fn int(&self, name: &str, label: &str) -> Field<'_, i64> {
        let value: String = self.raw(name).chars().filter(|it| !it.is_whitespace() && *it != ',').collect();
        if value.is_empty() {
            return Field::blank(self, name, enter(label));
        }
        match value.parse() {
            Ok(it) => Field::fine(self, name, it),
            Err(_) => Field::bad(self, name, "Enter a whole number, such as 15"),
        }
    }

    /// An e-mail address; only its shape is checked, a message must prove the rest.
    pub fn email(&self, name: &str, label: &str) -> Field<'_, String> {
        self.text(name, label).max(254).check(|it| {
            let shape = it.rsplit_once('@').is_some_and(|(who, host)| {
                let odd = |it: char| it.is_whitespace() || it.is_control() || "<>(),;:\\\"".contains(it);
                let labels = host.split('.').collect::<Vec<_>>();
                !who.is_empty()
                    && who.len() <= 64
                    && !it.contains(odd)
                    && !who.contains('@')
                    && labels.len() > 1
                    && labels.iter().all(|it| !it.is_empty() && !it.starts_with('-') && !it.ends_with('-'))
            });
            if shape { Ok(()) } else { Err("Enter an e-mail address, such as name@example.org") }
        })
    }

    /// A telephone number, kept as typed with single blanks; a UK number or one that begins with + and a country code.
    pub fn phone(&self, name: &str, label: &str) -> Field<'_, String> {
        self.text(name, label).max(40).into(|it| {
            let tidy = it.split_whitespace().collect::<Vec<_>>().join(" ");
            let digits = tidy.chars().filter(char::is_ascii_digit).count();
            let known = tidy.chars().all(|it| it.is_ascii_digit() || " ()-+.".contains(it));
            let plus = tidy.rfind('+').is_none_or(|at| at == 0);
            if known && plus && (7..=15).contains(&digits) {
                Ok(tidy)
            } else {
                Err("Enter a telephone number, such as 01632 960 001 or +44 7700 900 982")
            }
        })
    }

    /// A reference that people read (`HF-4K7M-2QXD`).
    pub fn reference(&self, name: &str, label: &str) -> Field<'_, Reference> {
        self.text(name, label).into(|it| {
            it.parse::<Reference>().map_err(|it| {
                let words = it.to_string();
                let mut letters = words.chars();
                letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            })
        })
    }
}

/// What a database can hold and a page can show: no control characters (PostgreSQL refuses U+0000), line breaks as `\n`.
fn clean(raw: &str, lines: bool) -> String {
    let it = raw.replace("\r\n", "\n").replace('\r', "\n");
    let kept = it.chars().filter_map(|it| match it {
        '\n' | '\t' if lines => Some(it),
        '\n' | '\t' => Some(' '),
        it if it.is_control() => None,
        it => Some(it),
    });
    kept.collect::<String>().trim().to_owned()
}

/// The message for an empty field: "Answer the question …" or "Enter …".
pub(super) fn enter(label: &str) -> String {
    asked_for("Enter", label)
}

fn select(label: &str) -> String {
    asked_for("Select", label)
}

fn asked_for(verb: &str, label: &str) -> String {
    if label.ends_with('?') {
        return format!("Answer the question: {label}");
    }
    let mut letters = label.chars();
    let first = letters.next().map_or_else(String::new, |it| it.to_lowercase().collect());
    let rest = letters.as_str();
    // "NHS number" keeps its capitals, "Date of birth" does not.
    let keeps = rest.chars().next().is_some_and(char::is_uppercase);
    if keeps { format!("{verb} {label}") } else { format!("{verb} {first}{rest}") }
}
