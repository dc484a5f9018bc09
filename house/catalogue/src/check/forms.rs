//! Checks of forms: ids, code lists, conditions and words.

use super::{Check, names, twice};
use crate::near;
use crate::read::source::Place;
use crate::{Condition, Form, Group, Kind, Question, Required};

impl Check<'_, '_> {
    pub(super) fn forms(&mut self) {
        let read = self.read;
        self.in_time(&read.forms, "form", |it| it.id.clone());
        let versions: Vec<String> = read.forms.all().map(|it| format!("{} version {}", it.id, it.version)).collect();
        for (n, name) in twice(versions.iter().map(String::as_str)) {
            let (place, _) = &read.forms.0[n];
            self.wrong(place, &["version"], format!("form {name} stands twice"), "give the newer one the next number");
        }
        for (place, form) in &read.forms.0 {
            self.form(place, form);
        }
    }

    fn form(&mut self, place: &Place, form: &Form) {
        self.id(place, &["id"], &form.id);
        self.filled(place, &["title"], &form.title);
        if form.version == 0 {
            self.wrong(place, &["version"], "versions begin at 1", "write version = 1");
        }
        if form.groups.is_empty() {
            self.wrong(place, &["id"], "the form asks nothing", "add [[groups]] with questions");
        }
        for (n, id) in twice(form.groups.iter().map(|it| it.id.as_str())) {
            let key = ["groups", &n.to_string(), "id"];
            self.wrong(place, &key, format!("group {id:?} stands twice"), "give each group an id of its own");
        }
        for (g, group) in form.groups.iter().enumerate() {
            let g = g.to_string();
            self.id(place, &["groups", &g, "id"], &group.id);
            self.filled(place, &["groups", &g, "title"], &group.title);
            if let Some(repeat) = &group.repeat
                && (repeat.max == 0 || repeat.min > repeat.max)
            {
                let mend = "let min be at most max, and max at least 1";
                self.wrong(place, &["groups", &g, "repeat"], "the group cannot be asked so often", mend);
            }
            if let Some(when) = &group.when {
                self.condition(place, form, group, None, when, &["groups", &g, "when"]);
            }
            for (n, id) in twice(group.questions.iter().map(|it| it.id.as_str())) {
                let key = ["groups", &g, "questions", &n.to_string(), "id"];
                self.wrong(
                    place,
                    &key,
                    format!("question {id:?} stands twice in {}", group.id),
                    "give each an id of its own",
                );
            }
            for (q, question) in group.questions.iter().enumerate() {
                self.question(place, form, group, question, [&g, &q.to_string()]);
            }
        }
    }

    fn question(&mut self, place: &Place, form: &Form, group: &Group, it: &Question, [g, q]: [&str; 2]) {
        let key = |last: &'static str| ["groups", g, "questions", q, last];
        self.id(place, &key("id"), &it.id);
        self.filled(place, &key("label"), &it.label);
        let chooses = matches!(it.kind, Kind::Code | Kind::Codes);
        match &it.codes {
            None if chooses => {
                self.wrong(place, &key("kind"), format!("question {} names no code list", it.id), "add codes = \"…\"");
            }
            Some(list) if chooses => {
                let lists = names(&self.read.code_lists, |it| &it.name);
                self.one_of(place, &key("codes"), "code list", list, &lists);
            }
            Some(_) => {
                let problem = format!("a question of kind {} takes no code list", it.kind);
                self.wrong(place, &key("codes"), problem, "write kind = \"code\" or \"codes\", or take codes away");
            }
            None => {}
        }
        if it.kind == Kind::Rating && it.rubric.len() != 4 {
            self.wrong(
                place,
                &key("kind"),
                "a rating needs words for 0, 1, 2 and 3",
                "add rubric = [ \"…\", \"…\", \"…\", \"…\" ]",
            );
        }
        if let Some(when) = &it.when {
            self.condition(place, form, group, Some(it), when, &key("when"));
        }
        match &it.required {
            Required::When(when) => self.condition(place, form, group, Some(it), when, &key("required")),
            Required::Yes | Required::No => {}
        }
        if let Some(banner) = &it.banner {
            let words = names(&self.read.words, |it| &it.id);
            self.one_of(place, &key("banner"), "words", &banner.words, &words);
            self.answers(place, it, &banner.is, &key("banner"));
        }
    }

    fn condition(
        &mut self,
        place: &Place,
        form: &Form,
        group: &Group,
        asked: Option<&Question>,
        when: &Condition,
        key: &[&str],
    ) {
        match when {
            Condition::All(of) | Condition::Any(of) => {
                of.iter().for_each(|it| self.condition(place, form, group, asked, it, key));
            }
            Condition::Not(it) => self.condition(place, form, group, asked, it, key),
            Condition::Is { question, .. }
            | Condition::Answered { question, .. }
            | Condition::AtLeast { question, .. } => {
                let Some((_, found)) = form.question(&group.id, question) else {
                    let here = group.questions.iter().map(|it| it.id.clone());
                    let all =
                        form.groups.iter().flat_map(|g| g.questions.iter().map(move |q| format!("{}.{}", g.id, q.id)));
                    let known: Vec<String> = here.chain(all).collect();
                    let mend = near::mend(question, known.iter().map(String::as_str));
                    return self.wrong(place, key, format!("the form has no question {question:?}"), mend);
                };
                if asked.is_some_and(|it| std::ptr::eq(it, found)) {
                    self.wrong(place, key, format!("question {question:?} hangs on itself"), "name another question");
                }
                match when {
                    Condition::Is { is, .. } => self.answers(place, found, is, key),
                    Condition::AtLeast { .. } => self.counted(place, found, key),
                    Condition::Answered { .. } | Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
                }
            }
        }
    }

    /// The answers that a condition waits for must be possible.
    fn answers(&mut self, place: &Place, of: &Question, is: &[String], key: &[&str]) {
        let known = match of.kind {
            Kind::YesNoUnknown => vec!["yes", "no", "unknown"],
            Kind::Code | Kind::Codes => of.codes.as_ref().map(|list| self.codes_of(list)).unwrap_or_default(),
            Kind::Rating => vec!["0", "1", "2", "3"],
            Kind::Recency => self.codes_of("recency"),
            Kind::Text
            | Kind::Long
            | Kind::Day
            | Kind::Instant
            | Kind::Int
            | Kind::Money
            | Kind::Person
            | Kind::Org
            | Kind::File
            | Kind::Email
            | Kind::Phone
            | Kind::Postcode
            | Kind::NhsNumber
            | Kind::Upn
            | Kind::AgeOrBirth => {
                let mend = "use answered = true, or at_least for a number";
                return self.wrong(place, key, format!("the answer to {} is not one of a few", of.id), mend);
            }
        };
        if known.is_empty() {
            return;
        }
        for word in is {
            self.one_of(place, key, &format!("answer to {}", of.id), word, &known);
        }
    }

    fn counted(&mut self, place: &Place, of: &Question, key: &[&str]) {
        if !matches!(of.kind, Kind::Int | Kind::Money | Kind::Rating | Kind::AgeOrBirth | Kind::Day) {
            let problem = format!("the answer to {} is no number or age", of.id);
            self.wrong(place, key, problem, "use is = [ … ] or answered = true");
        }
    }
}
