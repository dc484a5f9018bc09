//! A form with everything that is to be shown of it.

use catalogue::{Catalogue, Condition, Form, Group, Kind, Question};
use kernel::{Day, Wrongs};
use web::{Button, Html, Says, Tone, Typed};

use crate::answers::Answers;
use crate::draw::question;
use crate::rules::{Asked, Doubt, Warning, asked, banners, check, doubts, language};
use crate::{fields, name};

/// More questions than this make a form long: then each group has a page of its own, behind a task list.
const LONG: usize = 15;

/// A form with its answers, as it is to be shown.
pub struct Sheet<'a> {
    /// The form, in the version of the draft.
    pub form: &'a Form,
    /// The answers so far.
    pub answers: &'a Answers,
    /// The configuration, for code lists, agencies and words.
    pub catalogue: &'a Catalogue,
    /// Today.
    pub today: Day,
    /// Files that were sent already: id and name.
    pub files: Vec<(String, String)>,
    pub(super) asked: Asked,
    pub(super) typed: Typed,
    pub(super) warnings: Vec<Warning>,
    pub(super) doubts: Vec<Doubt>,
}

/// How far a group has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing is missing.
    Completed,
    /// Something is answered, something is missing or wrong.
    Begun,
    /// Nothing is answered yet.
    NotBegun,
    /// Nothing is answered, and nothing need be.
    Optional,
}

impl<'a> Sheet<'a> {
    /// A form to be filled in or gone on with, without mistakes shown.
    #[must_use]
    pub fn new(form: &'a Form, answers: &'a Answers, catalogue: &'a Catalogue, today: Day) -> Self {
        Self {
            form,
            answers,
            catalogue,
            today,
            files: Vec::new(),
            asked: asked(form, answers, today),
            typed: Typed::of(fields(form, answers)),
            warnings: language(form, answers, &catalogue.language),
            doubts: doubts(form, answers),
        }
    }

    /// With these mistakes beside their fields.
    #[must_use]
    pub fn with_wrongs(mut self, wrongs: Wrongs) -> Self {
        self.typed = self.typed.with_wrongs(wrongs);
        self
    }

    /// With these files that were sent already: id and name.
    #[must_use]
    pub fn with_files(mut self, files: Vec<(String, String)>) -> Self {
        self.files = files;
        self
    }

    /// Whether each group should have a page of its own.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.form.groups.iter().map(|it| it.questions.len()).sum::<usize>() > LONG
    }

    /// Whether the form takes files; then it is sent as `multipart/form-data`.
    #[must_use]
    pub fn takes_files(&self) -> bool {
        self.form.groups.iter().flat_map(|it| &it.questions).any(|it| it.kind == Kind::File)
    }

    /// The groups that are asked, in order.
    #[must_use]
    pub fn groups(&self) -> Vec<&'a Group> {
        self.form.groups.iter().filter(|it| self.asked.group(self.form, &it.id)).collect()
    }

    /// The group after one, that is asked; none after the last.
    #[must_use]
    pub fn after(&self, group: &str) -> Option<&'a Group> {
        self.groups().into_iter().skip_while(|it| it.id != group).nth(1)
    }

    /// The mistakes of some groups only: a page of a long form is checked by itself.
    #[must_use]
    pub fn wrongs_of(&self, groups: &[&str]) -> Wrongs {
        let all = check(self.form, self.answers, self.catalogue, self.today);
        let of = |field: &str| {
            let field = field.strip_prefix("add.").unwrap_or(field);
            groups.iter().any(|it| field.strip_prefix(it).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        Wrongs(all.0.into_iter().filter(|it| of(&it.field)).collect())
    }

    /// Whether an answer on the posted page brought up questions in these groups that the page did not carry. Then it is
    /// shown once more, without scolding for what nobody was asked.
    #[must_use]
    pub fn brought_up(&self, pairs: &[(String, String)], groups: &[&str]) -> bool {
        let all = self.asked.all(self.form).filter(|(group, _, _)| groups.contains(&group.id.as_str()));
        all.into_iter().any(|(group, nth, question)| !crate::fields::on_page(pairs, &name(group, nth, &question.id)))
    }

    /// How far a group has come.
    #[must_use]
    pub fn status(&self, group: &Group) -> Status {
        let answered = self.answers.instances(&group.id).iter().any(|it| it.values().any(|it| !it.is_blank()));
        match (answered, self.wrongs_of(&[&group.id]).is_empty()) {
            (true, true) => Status::Completed,
            (true, false) => Status::Begun,
            (false, false) => Status::NotBegun,
            (false, true) => Status::Optional,
        }
    }

    /// Banners that the answers raise, such as *call 999*; they stand above everything else on the page.
    #[must_use]
    pub fn banners(&self) -> Html {
        banners(self.form, self.answers, self.today).iter().map(|it| self.banner(it)).collect()
    }

    fn banner(&self, id: &str) -> Html {
        let Some(words) = self.catalogue.words(id, self.today) else { return Html::new() };
        web::banner(Says::Warning, &words.title, &self.words(id))
    }

    /// Words of the partnership, under their title.
    pub(super) fn words(&self, id: &str) -> Html {
        let Some(words) = self.catalogue.words(id, self.today) else { return Html::new() };
        let body = words.text.split("\n\n").map(web::paragraph).collect::<Html>();
        Html::new().raw("<strong>").text(&words.title).raw("</strong>").html(&body)
    }

    /// The questions of some groups, in the order of the form; of all when none is named. Put them into [`super::form_tag`].
    #[must_use]
    pub fn questions(&self, groups: &[&str]) -> Html {
        let wanted = |it: &&Group| groups.is_empty() || groups.contains(&it.id.as_str());
        let heads = groups.len() != 1;
        self.groups().into_iter().filter(wanted).map(|it| self.group(it, heads)).collect()
    }

    fn group(&self, group: &Group, head: bool) -> Html {
        let many = self.asked.many(self.form, &group.id);
        let h = Html::new()
            .when(head, |h| h.html(&web::heading(2, &group.title)))
            .each(&group.intro, |h, it| h.html(&web::paragraph(it)));
        let Some(repeat) = &group.repeat else { return h.html(&self.instance(group, 0)) };
        let least = usize::try_from(repeat.min).unwrap_or_default();
        let h = h.html(&web::hidden(&format!("{}.count", group.id), &many.to_string())).each(0..many, |h, nth| {
            let title = format!("{} {}", capital(&repeat.one), nth + 1);
            let remove = Button {
                text: &format!("Remove {} {}", repeat.one, nth + 1),
                tone: Tone::Secondary,
                name: &format!("remove.{}.{nth}", group.id),
                value: "1",
                ..Button::default()
            };
            h.when(many > 1 || least == 0, |h| h.html(&web::heading(3, &title)))
                .html(&self.instance(group, nth))
                .when(many > least, |h| h.html(&web::button(&remove)))
        });
        let add = Button {
            text: &format!("Add {} {}", if many == 0 { article(&repeat.one) } else { "another" }, repeat.one),
            tone: Tone::Secondary,
            id: &format!("add.{}", group.id),
            name: &format!("add.{}", group.id),
            value: "1",
            ..Button::default()
        };
        let more = u32::try_from(many).is_ok_and(|many| many < repeat.max);
        h.when(more, |h| h.raw("<div>").html(&web::button(&add)).raw("</div>"))
    }

    fn instance(&self, group: &Group, nth: usize) -> Html {
        let shown = |it: &&Question| place(group, it).is_none();
        group.questions.iter().filter(shown).map(|it| self.one(group, nth, it)).collect()
    }

    /// A question where it stands by itself: always when its condition is a choice of this group, so that it can be
    /// answered without scripts; otherwise while it is asked.
    fn one(&self, group: &Group, nth: usize, it: &Question) -> Html {
        let asked = self.asked.question(self.form, &group.id, nth, &it.id);
        let only = it.when.as_ref().and_then(|when| only_if(self.catalogue, group, when));
        match (asked, only) {
            (_, Some(only)) => question::draw(self, group, nth, it, &only),
            (true, None) => question::draw(self, group, nth, it, ""),
            (false, None) => Html::new(),
        }
    }
}

fn capital(it: &str) -> String {
    let mut letters = it.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn article(it: &str) -> &'static str {
    if it.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The choice of the same group under which a question appears, when its condition is that one choice.
pub(super) fn place<'g>(group: &'g Group, it: &'g Question) -> Option<(&'g Question, &'g str)> {
    let Some(Condition::Is { question, is }) = &it.when else { return None };
    let [code] = is.as_slice() else { return None };
    let of = own(group, question)?;
    let nests = matches!(of.kind, Kind::Code | Kind::Codes | Kind::YesNoUnknown) && of.when.is_none() && of.id != it.id;
    nests.then_some((of, code))
}

fn own<'g>(group: &'g Group, name: &str) -> Option<&'g Question> {
    let id = name.strip_prefix(group.id.as_str()).and_then(|it| it.strip_prefix('.')).unwrap_or(name);
    group.questions.iter().find(|it| it.id == id)
}

/// "Only if No or Not known": the words for a condition that is one of several choices of the same group.
fn only_if(catalogue: &Catalogue, group: &Group, when: &Condition) -> Option<String> {
    let Condition::Is { question, is } = when else { return None };
    let of = own(group, question)?;
    let label = |code: &String| match code.as_str() {
        "yes" => "Yes".to_owned(),
        "no" => "No".to_owned(),
        "unknown" => "Not known".to_owned(),
        other => catalogue.label(of.codes.as_deref().unwrap_or_default(), other).to_owned(),
    };
    Some(format!("Only if “{}” is {}.", of.label, is.iter().map(label).collect::<Vec<_>>().join(" or ")))
}
