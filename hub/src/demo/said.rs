//! What people of the demonstration say: answers to whatever the forms ask, in invented words.

use catalogue::{Catalogue, Kind, Question};
use form::{Answer, Answers};
use kernel::{Refused, Ts};

use super::Hands;

const FORENAMES: &[&str] = &[
    "Ada", "Bilal", "Carys", "Dara", "Eesa", "Fern", "Gwen", "Hamza", "Isla", "Jonah", "Kai", "Leila", "Mina", "Nico",
    "Orin", "Priya",
];
const SURNAMES: &[&str] = &[
    "Applegarth",
    "Birchall",
    "Cawthorn",
    "Dunmoor",
    "Elderkin",
    "Fellbrook",
    "Garrowby",
    "Hazelrigg",
    "Inglewood",
    "Larkspur",
];
const WORRIES: &[&str] = &[
    "Picked up after school in cars that staff do not know, and comes in tired.",
    "Has a second phone and new clothes, and will not say where they come from.",
    "Was away overnight twice this month. Came back frightened.",
    "Came to the emergency department with an injury and somebody who answered every question.",
    "A friend said that pictures were sent and that somebody asks for money.",
];
/// Decisions with the words for the referrer.
pub const DECISIONS: &[(&str, &str)] = &[
    (
        "no_further_action",
        "Thank you. We have looked into this and will keep what you told us. Please tell us if anything changes.",
    ),
    ("advice", "Thank you. We have given advice to the people who work with the child."),
    ("early_help", "Thank you. A family help worker will be in touch with the family."),
    ("s17_assessment", "Thank you. A social worker will assess what the child needs."),
    ("strategy_discussion", "Thank you. Children's social care and the police are acting on this today."),
];
/// Reasons for a decision.
pub const REASONS: &[&str] = &[
    "Checked with school and police; what is known supports the decision.",
    "The pattern is new and the child is not yet known to services.",
    "Known to a worker already; discussed with them and the team manager.",
    "Several indicators together, and no adult at home who can keep the child safe.",
];

/// Answers to everything that a form needs.
///
/// # Errors
/// When the configuration has no such form.
pub fn answers(catalogue: &Catalogue, form: &str, hands: &Hands, at: Ts) -> Result<serde_json::Value, Refused> {
    let today = at.day();
    let form = catalogue.form(form, today).ok_or(Refused::NotFound)?;
    let mut all = Answers::default();
    // Answers open further questions: three rounds reach all of them.
    for _ in 0..3 {
        let wrong = form::check(form, &all, catalogue, today);
        let asked = form::asked(form, &all, today);
        for group in &form.groups {
            let least = group.repeat.as_ref().map_or(1, |it| usize::try_from(it.min).unwrap_or_default());
            let wanted = if group.id == "children" { least.max(1) } else { least };
            for nth in 0..wanted.max(asked.many(form, &group.id)).min(wanted.max(1)) {
                for question in &group.questions {
                    let field = form::name(group, nth, &question.id);
                    let named = group.id == "children" && matches!(question.id.as_str(), "forename" | "surname");
                    let missing = wrong.0.iter().any(|it| it.field.starts_with(&field)) || named;
                    if missing && all.get(&group.id, nth, &question.id).is_none() {
                        all.put(&group.id, nth, &question.id, one(catalogue, question, hands, at));
                    }
                }
            }
        }
    }
    serde_json::to_value(&all).map_err(|e| Refused::Fault(e.to_string()))
}

fn one(catalogue: &Catalogue, it: &Question, hands: &Hands, at: Ts) -> Answer {
    let word = |of: &[&str]| (*hands.one(of).unwrap_or(&"")).to_owned();
    let code = |list: Option<&str>| {
        let codes: Vec<String> = list
            .and_then(|list| catalogue.codes(list))
            .into_iter()
            .flat_map(|list| list.on(at.day()))
            .filter(|it| !it.alone)
            .map(|it| it.code.clone())
            .collect();
        hands.one(&codes).cloned().unwrap_or_default()
    };
    match it.kind {
        Kind::YesNoUnknown if it.id == "immediate_danger" => {
            Answer::words(if hands.below(15) == 0 { "yes" } else { "no" })
        }
        Kind::YesNoUnknown => Answer::words(word(&["no", "no", "unknown"])),
        Kind::Code => Answer::words(code(it.codes.as_deref())),
        Kind::Codes => {
            Answer { said: form::Said::Several(vec![code(it.codes.as_deref())]), evidence: form::Evidence::default() }
        }
        Kind::Recency => Answer::words(code(Some("recency"))),
        Kind::AgeOrBirth => {
            let born = at.day().plus_days(-365 * 10 - i64::try_from(hands.below(365 * 7)).unwrap_or_default());
            let age = form::Age { born: born.to_string(), ..form::Age::default() };
            Answer { said: form::Said::Age(age), evidence: form::Evidence::default() }
        }
        Kind::Day => Answer::words(at.day().plus_days(-2).to_string()),
        Kind::Instant => Answer::words(at.plus_hours(-5).to_string()),
        Kind::Int | Kind::Rating => Answer::words("1"),
        Kind::Money => Answer::words("10.00"),
        Kind::Email => Answer::words("duty@hollinbeck.example"),
        Kind::Phone => Answer::words("01632 960123"),
        Kind::Postcode => Answer::words("ZZ99 3WZ"),
        Kind::NhsNumber | Kind::Upn | Kind::File => Answer::words(""),
        Kind::Org => Answer::words("hollinbeck-academy"),
        Kind::Text | Kind::Person if it.id == "forename" => Answer::words(word(FORENAMES)),
        Kind::Text | Kind::Person if it.id == "surname" => Answer::words(word(SURNAMES)),
        Kind::Text | Kind::Person => Answer::words("Not said"),
        Kind::Long => Answer {
            said: form::Said::Words(word(WORRIES)),
            evidence: if it.evidence {
                form::Evidence { what: "Seen by staff".into(), who: "Form tutor".into(), when: String::new() }
            } else {
                form::Evidence::default()
            },
        },
    }
}
