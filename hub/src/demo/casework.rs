//! What a worker does for a child in three years: notes and drafts, what is to be done, assessments with their reviews.

use action::{NewAction, Owner, SetAction};
use assessment::assessment::{
    AuthoriseAssessment, BeginAssessment, ProposeAssessment, ReturnAssessment, opened, rules,
};
use form::{Answer, Answers, Evidence, Said, SaveDraft};
use kernel::{Reference, Refused, Ts};

use super::story::{DAY, Event, HOUR, Story};
use super::{Hands, said};

/// The instrument of the district.
const INSTRUMENT: &str = "F2-A";
/// So many domains it has.
const DOMAINS: u64 = 14;

impl Story<'_> {
    /// Somebody began a referral and was called away.
    pub(super) async fn draft(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let by = self.hands.word(&["teacher", "nurse"]);
        let form = "referral".to_owned();
        let answers = said::answers_about(&self.house.catalogue(), &form, self.hands, at, self.child(nth)?)?;
        let command = SaveDraft {
            draft: None,
            form,
            answers,
            page: String::new(),
            person: None,
            subject: None,
            part: catalogue::Part::Casework,
        };
        self.does(by, command).await?;
        self.filled.details += 1;
        Ok(())
    }

    /// Most are done in time, some late, some never.
    pub(super) async fn action(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let (person, reference) = self.child(nth)?.record.ok_or(Refused::NotFound)?;
        let action = NewAction {
            words: self.hands.word(said::ACTIONS).to_owned(),
            subject_kind: "person".to_owned(),
            subject: person.0,
            link: format!("/people/{reference}"),
            person: Some(person),
            owner: Owner::Person { user: self.staff.id("socialworker")? },
            due: at.plus_seconds(DAY * self.hands.between(5, 21)).day(),
        };
        let set = self.does("socialworker", SetAction { action }).await?;
        self.filled.details += 1;
        if self.hands.below(8) > 0 {
            self.plan(at.plus_seconds(DAY * self.hands.between(2, 24)), Event::ActionDone(set));
        }
        Ok(())
    }

    /// An assessment, the first or a review; a few of the last days stay drafts.
    pub(super) async fn assessed(&mut self, nth: usize, at: Ts) -> Result<(), Refused> {
        let person = self.person(nth)?;
        let begin = BeginAssessment { person, instrument: INSTRUMENT.to_owned() };
        let reference = match self.does("socialworker", begin).await {
            Ok(reference) => reference,
            Err(Refused::Conflict(_)) => return Ok(()), // one is under way
            Err(other) => return Err(other),
        };
        self.filled.details += 1;
        let (risk, ends) = (self.risk(nth), self.ends);
        let version = self.writes(reference, risk, at).await?;
        if ends.seconds_since(at) < 5 * DAY && self.hands.below(2) == 0 {
            return Ok(());
        }
        self.does("socialworker", ProposeAssessment { assessment: reference, version }).await?;
        self.plan(at.plus_seconds(HOUR * self.hands.between(4, 70)), Event::Authorised(reference, nth));
        Ok(())
    }

    /// How worried one is for a child: as last time, or a step up or down.
    fn risk(&mut self, nth: usize) -> i64 {
        let last = self.risks.get(&nth).copied().unwrap_or_else(|| self.hands.between(0, 3));
        let now = match self.hands.below(6) {
            0 => last + 1,
            1 | 2 => last - 1,
            3.. => last,
        };
        let now = now.clamp(0, 3);
        self.risks.insert(nth, now);
        now
    }

    /// What the worker writes, with the level that they think right: mostly what the rule suggests as well.
    async fn writes(&mut self, reference: Reference, risk: i64, at: Ts) -> Result<i64, Refused> {
        let acting = self.staff.of("socialworker")?;
        let (it, draft) = {
            let r = self.house.door.read(acting).await?;
            let it = opened(&r, &reference.to_string()).await?;
            let draft = form::my_draft_of(&r, it.id.0).await?;
            self.house.door.leave(r, "demo").await?;
            (it, draft)
        };
        let mut answers = answers(self.hands, risk, at);
        let c = self.house.catalogue();
        let of = c.instrument(INSTRUMENT, at.day()).ok_or(Refused::NotFound)?;
        let form = form::of_instrument(&c, of, at.day()).ok_or(Refused::NotFound)?;
        let suggested = rules::suggest(of, &form, &answers, at.day()).level.map_or(risk, i64::from);
        let level = if self.hands.below(6) == 0 { risk } else { suggested };
        answers.put("outcome", 0, "level", Answer::words(level.to_string()));
        let save = SaveDraft {
            draft: draft.map(|it| (it.id, it.version)),
            form: form.id.clone(),
            answers,
            page: String::new(),
            person: Some(it.person),
            subject: Some(it.id.0),
            part: catalogue::Part::Casework,
        };
        Ok(self.does("socialworker", save).await?.version)
    }

    /// The manager authorises, mostly as proposed; now and then it goes back and comes again.
    pub(super) async fn authorised(&mut self, assessment: Reference, nth: usize, at: Ts) -> Result<(), Refused> {
        let it = {
            let r = self.house.door.read(self.staff.of("teammanager")?).await?;
            let it = opened(&r, &assessment.to_string()).await?;
            self.house.door.leave(r, "demo").await?;
            it
        };
        if self.hands.below(12) == 0 {
            let comment = "Ask the school as well, and say what the child thinks of the plan.".to_owned();
            self.does("teammanager", ReturnAssessment { assessment, version: it.version, comment }).await?;
            self.plan(at.plus_seconds(DAY), Event::Again(assessment, nth));
            return Ok(());
        }
        let proposed = it.proposed_level.unwrap_or_default();
        let level = if self.hands.below(15) == 0 { it.suggested.unwrap_or(proposed) } else { proposed };
        let differs = level != proposed || it.suggested.is_some_and(|it| it != level);
        let reason = if differs { self.hands.word(WHY).to_owned() } else { String::new() };
        let level = u8::try_from(level).unwrap_or_default();
        self.does("teammanager", AuthoriseAssessment { assessment, version: it.version, level, reason }).await?;
        // The next review: in time as a rule, some late.
        let weeks = if level == 3 { self.hands.between(4, 7) } else { self.hands.between(9, 13) };
        let over = level == 0 || self.hands.below(5) == 0;
        if !over {
            self.plan(at.plus_seconds(DAY * 7 * weeks + HOUR), Event::Assessed(nth));
        }
        Ok(())
    }

    /// What came back is written again and proposed.
    pub(super) async fn again(&mut self, assessment: Reference, nth: usize, at: Ts) -> Result<(), Refused> {
        let risk = self.risk(nth);
        let version = self.writes(assessment, risk, at).await?;
        self.does("socialworker", ProposeAssessment { assessment, version }).await?;
        self.plan(at.plus_seconds(DAY), Event::Authorised(assessment, nth));
        Ok(())
    }
}

/// Why a manager's level differs.
const WHY: &[&str] = &[
    "The pattern is known for a year and is held by the plan.",
    "Police know more than the form asks for.",
    "One sign alone, well explained; school and family watch.",
];
/// What shows a rating.
const SHOWN: &[(&str, &str)] = &[
    ("Came home after two in the morning, three times this month", "The mother"),
    ("Three telephones and new shoes; no explanation", "The form tutor"),
    ("Picked up outside school by the same car", "The school's receptionist"),
    ("Answers messages at night and hides the screen", "The foster carer"),
];
/// What children say.
const CHILD: &[&str] = &[
    "They are my friends. They look after me.",
    "I do not want to talk about it now.",
    "It was bad for a time. It is better since I see you.",
    "I just want people to stop asking the same things.",
];
/// What carers say.
const CARER: &[&str] = &[
    "We hardly see her, and she will not say where she goes.",
    "He is calmer since the school changed his day.",
    "I am frightened for her.",
];

/// Answers to everything that the fourteen domains ask, for a child about whom one is so worried.
fn answers(hands: &Hands, risk: i64, at: Ts) -> Answers {
    let mut all = Answers::default();
    let day = at.day().plus_days(-1).to_string();
    for (group, question, said) in [
        ("header", "kind", if risk > 1 { "review" } else { "initial" }),
        ("header", "worker", "Wren Wickersley"),
        ("header", "manager", "Marlow Mossgate"),
        ("header", "assessed_on", day.as_str()),
        ("header", "child_part", hands.word(&["PN1", "PN3", "PN6", "PN7"])),
        ("law", "nrm_considered", if risk > 2 { "yes" } else { "no" }),
        ("law", "nrm_reason", "Considered with the police; to be looked at again at the next review."),
        ("law", "arrested", "no"),
        ("outcome", "level_reason", "What is known, and what the agencies around the child see."),
        ("outcome", "summary", "What we know, what worries us, and what helps."),
        ("outcome", "child_view", hands.word(CHILD)),
        ("outcome", "carer_view", hands.word(CARER)),
        ("outcome", "immediate", "Nobody travels alone this week; school rings when a lesson is missed."),
        ("factors", "protective", "A grandmother who notices, and a youth worker whom the child trusts."),
        ("section-vulnerabilities", "v-learning", hands.word(&["no", "no", "no", "yes", "unknown"])),
        ("section-vulnerabilities", "v-bereavement", hands.word(&["no", "yes", "unknown"])),
        ("section-vulnerabilities", "v-prior-missing", hands.word(&["no", "yes"])),
    ] {
        all.put(group, 0, question, Answer::words(said));
    }
    let codes = vec![hands.word(&["NONE", "NONE", "NONE", "LD", "COMM"]).to_owned()];
    if codes[0] != "NONE" {
        all.put("header", 0, "adjustments", Answer::words("Short meetings, with pictures, in a place that is known."));
    }
    all.put("header", 0, "disability", Answer { said: Said::Several(codes), ..Answer::default() });
    for (nth, agency) in ["hollinbeck-academy", "moorland-police"].into_iter().enumerate() {
        all.put("consulted", nth, "agency", Answer::words(agency));
        all.put("consulted", nth, "said", Answer::words("They share the worry."));
    }
    for domain in 1..=DOMAINS {
        rate(hands, &mut all, domain, risk);
    }
    all
}

/// A rating of one domain: the more worried, the more and the higher.
fn rate(hands: &Hands, all: &mut Answers, domain: u64, risk: i64) {
    let most = if hands.below(3) == 0 { risk } else { (risk - 1).max(0) };
    let rating = if hands.below(2) == 0 { 0 } else { hands.between(0, most) };
    let group = form::item_group(&domain.to_string());
    let (what, who) = *hands.one(SHOWN).unwrap_or(&("", ""));
    let shown = Evidence { what: what.to_owned(), who: who.to_owned(), when: "This month".to_owned() };
    let evidence = if rating > 0 { shown } else { Evidence::default() };
    all.put(&group, 0, "rating", Answer { said: Said::Words(rating.to_string()), evidence });
    if rating > 0 {
        all.put(&group, 0, "recency", Answer::words(hands.word(&["now", "3m", "6m"])));
    }
    if rating > 1 {
        all.put(&group, 0, "analysis", Answer::words("It fits the pattern of the last months, and it grows."));
    }
}
