//! Forms as data: groups of questions with kinds, codes and conditions. Evaluation is the form mechanism's.

use serde::{Deserialize, Serialize};

use super::form_words::{RawCondition, RawRequired};

dated! {
    /// A form in one version. Answers keep the version they were given to, and are shown with it.
    pub struct Form {
        /// Its stable id, such as `referral`.
        pub id: String,
        /// Its title.
        pub title: String,
        /// Which version; a changed question needs a new one.
        pub version: u32,
        /// What people read before they begin.
        pub intro: Option<String>,
        /// Who fills it in.
        #[serde(default, skip_serializing_if = "Audience::is_practitioner")]
        pub audience: Audience,
        /// Its groups, in order.
        pub groups: Vec<Group>,
    }
}

/// Who fills a form in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Somebody at work: *not known* and *not asked* are answers of their own (forms.md, general rules).
    #[default]
    Practitioner,
    /// A member of the public: a question that need not be answered is left empty, and nobody was to ask anybody.
    Public,
}

impl Audience {
    fn is_practitioner(&self) -> bool {
        *self == Self::Practitioner
    }
}

/// Questions that are asked together, once or once for each child, person, …
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its id, unique in the form.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What people read above its questions.
    pub intro: Option<String>,
    /// Whether it is asked several times.
    pub repeat: Option<Repeat>,
    /// When it is asked at all.
    pub when: Option<Condition>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// How often a group is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// At least so often; 0 when it may be left out.
    #[serde(default)]
    pub min: u32,
    /// At most so often.
    pub max: u32,
    /// What one is called: `child`.
    pub one: String,
    /// What several are called: `children`.
    pub many: String,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id, unique in its group; known elsewhere in the form as `group.question`.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// Help beside it.
    pub hint: Option<String>,
    /// What sort of answer.
    pub kind: Kind,
    /// Whether an answer is needed.
    #[serde(default)]
    pub required: Required,
    /// When it is asked at all.
    pub when: Option<Condition>,
    /// The code list of `code` and `codes`.
    pub codes: Option<String>,
    /// The most characters of a text, the largest number, or the most choices of `codes`.
    pub max: Option<u32>,
    /// Whether the answer needs evidence: what, who said so, when.
    #[serde(default)]
    pub evidence: bool,
    /// Whether *refused to say* is an answer of its own, beside not known and not asked.
    #[serde(default)]
    pub may_refuse: bool,
    /// Which part of the record the answer belongs to; policy shows or hides it by this.
    #[serde(default)]
    pub part: Part,
    /// Words shown as soon as certain answers are given, such as *call 999*.
    pub banner: Option<Banner>,
    /// The words of the ratings of a `rating`, from 0 up.
    #[serde(default)]
    pub rubric: Vec<String>,
}

/// Words shown when an answer is one of some values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// The answers: codes, or `yes`, `no`, `unknown`.
    pub is: Vec<String>,
    /// The id of the words in `words/`.
    pub words: String,
}

kernel::words! {
    /// What sort of answer a question takes.
    pub enum Kind {
        /// One line.
        Text = "text" / "One line of text",
        /// Several lines.
        Long = "long" / "Text",
        /// A day.
        Day = "day" / "A date",
        /// A date and time.
        Instant = "instant" / "A date and time",
        /// One code of a list.
        Code = "code" / "One of a list",
        /// Several codes of a list.
        Codes = "codes" / "Some of a list",
        /// Yes, no or not known.
        YesNoUnknown = "yes_no_unknown" / "Yes, no or not known",
        /// A whole number.
        Int = "int" / "A number",
        /// Money, in pounds and pence.
        Money = "money" / "An amount of money",
        /// A person of the record.
        Person = "person" / "A person",
        /// An agency or other organisation.
        Org = "org" / "An organisation",
        /// Files.
        File = "file" / "A file",
        /// An e-mail address.
        Email = "email" / "An email address",
        /// A telephone number.
        Phone = "phone" / "A telephone number",
        /// A postcode.
        Postcode = "postcode" / "A postcode",
        /// An NHS number, with its check digit.
        NhsNumber = "nhs_number" / "An NHS number",
        /// A unique pupil number, with its check letter.
        Upn = "upn" / "A unique pupil number",
        /// Exactly one of birth date, expected date and estimated age.
        AgeOrBirth = "age_or_birth" / "A date of birth, expected date or age",
        /// A rating from 0 to 3 with words for each.
        Rating = "rating" / "A rating from 0 to 3",
        /// How long ago: now, last 3 months, 3-6, 6-12, over 12.
        Recency = "recency" / "How recent",
    }
}

kernel::words! {
    /// Which part of a record an answer belongs to (access.md §2).
    #[derive(Default)]
    pub enum Part {
        /// Names, birth date, identifiers.
        Identity = "identity" / "Identity",
        /// Address, placement, phones.
        Whereabouts = "whereabouts" / "Whereabouts",
        /// Statuses and flags.
        Status = "status" / "Statuses and flags",
        /// What a referral says.
        #[default]
        Referral = "referral" / "What was reported",
        /// Who referred, when they asked not to be named.
        Referrer = "referrer" / "Who reported it",
        /// Assessment, level, plans, notes.
        Casework = "casework" / "Casework",
        /// Health notes.
        Health = "health" / "Health",
        /// Education detail.
        Education = "education" / "Education",
        /// Youth-justice detail.
        YouthJustice = "youth_justice" / "Youth justice",
        /// Suspects and investigations.
        Investigation = "investigation" / "Investigation",
        /// Intelligence.
        Intelligence = "intelligence" / "Intelligence",
        /// Legal advice.
        Legal = "legal" / "Legal advice",
    }
}

/// Whether an answer is needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawRequired", into = "RawRequired")]
pub enum Required {
    /// It may be left out.
    #[default]
    No,
    /// It is needed whenever the question is asked.
    Yes,
    /// It is needed when a condition holds.
    When(Condition),
}

/// A condition on other answers of the form. A question of the same group is named alone (`kind`), another by
/// `group.question`; of a repeated group elsewhere, it holds when it holds for any of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawCondition", into = "RawCondition")]
pub enum Condition {
    /// The answer is one of these (for several codes: contains one of these); `yes`, `no`, `unknown` for yes or no.
    Is {
        /// Which question.
        question: String,
        /// The answers of which one suffices.
        is: Vec<String>,
    },
    /// The question has an answer, or has none.
    Answered {
        /// Which question.
        question: String,
        /// True: it has an answer.
        answered: bool,
    },
    /// The number, rating or estimated age, or the age by birth date in completed years, is at least this.
    AtLeast {
        /// Which question.
        question: String,
        /// The least value.
        at_least: i64,
    },
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Every question that it names.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Self::Is { question, .. } | Self::Answered { question, .. } | Self::AtLeast { question, .. } => {
                vec![question]
            }
            Self::All(of) | Self::Any(of) => of.iter().flat_map(Self::questions).collect(),
            Self::Not(it) => it.questions(),
        }
    }
}

impl Form {
    /// The question that `name` means to somebody standing in a group: `question` of the same group, or `group.question`.
    #[must_use]
    pub fn question(&self, standing_in: &str, name: &str) -> Option<(&Group, &Question)> {
        let (group, question) = name.split_once('.').unwrap_or((standing_in, name));
        let group = self.groups.iter().find(|it| it.id == group)?;
        Some((group, group.questions.iter().find(|it| it.id == question)?))
    }
}
