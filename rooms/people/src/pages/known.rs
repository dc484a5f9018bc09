//! Questions to the team that knows somebody, and their answers.

use door::args;
use kernel::Refused;
use policy::action;
use room::{Answer, Posted, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Choice, Html, Radios, Row, SummaryList, Textarea};

use super::find::whom;
use super::form;
use crate::known::{AnswerKnown, AskKnown, Outcome, Question, State};

/// The questions that one's team is to answer, and one's own.
async fn questions(visit: &Visit, r: &door::Reading) -> Result<(Vec<Question>, Vec<Question>), Refused> {
    let me = visit.acting.recorded_as();
    let open = |q: door::Query| q.and("t.asked_by = {} OR t.state = {}", args![me, State::Open]);
    let order = "ORDER BY t.urgent DESC, t.asked_at DESC, t.id";
    let all = r.page::<Question>(action::SEE_POINTER, "FROM known_question t", open, order, (200, 0)).await?;
    let (mine, others): (Vec<_>, Vec<_>) = all.rows.into_iter().partition(|it| it.asked_by == me);
    Ok((others.into_iter().filter(|it| it.is_for(&visit.acting.principal)).collect(), mine))
}

/// A question to the team that knows somebody.
#[derive(Serialize, JsonSchema)]
pub struct QuestionRow {
    /// Its id.
    pub id: uuid::Uuid,
    /// When it was asked.
    pub asked: kernel::Ts,
    /// By whom.
    pub by: String,
    /// The code of the agency asked.
    pub agency: String,
    /// The code of its team, where one is known.
    pub team: Option<String>,
    /// What is asked.
    pub words: String,
    /// Whether an hour is all there is.
    pub urgent: bool,
    /// Where it stands.
    pub state: State,
    /// Whether one's team is to answer it; else it is one's own.
    pub ours: bool,
    /// What the team said: a code of `ask-us-answers`.
    pub outcome: String,
    /// The answer.
    pub answer: String,
}

/// The same as JSON: first what one's team is to answer, then what one asked.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let (ours, mine) = questions(&visit, &r).await?;
    let me = visit.acting.recorded_as();
    let row = |it: Question| QuestionRow {
        id: it.id,
        asked: it.asked_at,
        by: it.asked_shown,
        agency: it.agency,
        team: it.team,
        words: it.words,
        urgent: it.urgent,
        state: it.state,
        ours: it.asked_by != me,
        outcome: it.outcome,
        answer: it.answer,
    };
    let rows: Vec<_> = ours.into_iter().chain(mine).map(row).collect();
    let total = i64::try_from(rows.len()).unwrap_or_default();
    visit.json(r, &room::Pages::asked(&[], 200).listing(rows, total)).await
}

/// One's own questions, and those that one's team is to answer.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let (ours, mine) = questions(&visit, &r).await?;
    let mut main = web::heading(1, "Known: ask this team").html(&web::heading(2, "For your team to answer"));
    if ours.is_empty() {
        main = main.html(&web::paragraph("Nobody waits for an answer of your team."));
    }
    for it in &ours {
        main = main.html(&facts(&visit, it)).html(&answer_form(&visit, it));
    }
    main = main.html(&web::heading(2, "What you asked"));
    if mine.is_empty() {
        main = main.html(&web::paragraph("You have asked nothing yet."));
    }
    for it in &mine {
        main = main.html(&facts(&visit, it));
    }
    visit.show(r, &visit.page("Known: ask this team").below("/people"), &main).await
}

fn facts(visit: &Visit, it: &Question) -> Html {
    let state = if it.urgent && it.state == State::Open { "Waits for an answer, urgent" } else { it.state.label() };
    let mut rows = vec![
        Row::of("Asked", format!("{} by {}", it.asked_at.words(), it.asked_shown)),
        Row::of("Team", whom(visit, &it.agency, it.team.as_deref())),
        Row::of("Question", it.words.as_str()),
        Row::of("State", state),
    ];
    if it.state == State::Answered {
        let outcome = it.outcome.parse::<Outcome>().map_or("", Outcome::label);
        rows.push(Row::of("Answer", format!("{outcome}: {}", it.answer)));
    }
    web::summary_list(&SummaryList { rows, ..SummaryList::default() })
}

fn answer_form(visit: &Visit, it: &Question) -> Html {
    let choices = Outcome::ALL.iter().map(|it| Choice::of(it.as_str(), it.label())).collect();
    let (outcome_id, words_id) = (format!("outcome-{}", it.id), format!("words-{}", it.id));
    let fields = web::hidden("question", &it.id.to_string())
        .html(&web::radios(&Radios {
            name: "outcome",
            id: &outcome_id,
            legend: "What do you say?",
            choices,
            ..Radios::default()
        }))
        .html(&web::textarea(&Textarea {
            name: "words",
            id: &words_id,
            label: "Your answer, or the reason why you refuse",
            rows: 4,
            ..Textarea::default()
        }));
    web::details("Answer", &form(visit, "/people/known/answer", &fields, "Send the answer"), false)
}

/// Asks.
///
/// # Errors
/// Not found where one may not know of the person.
pub async fn ask(visit: Visit, posted: Posted) -> Answer {
    let person = posted.raw("person").parse().map_err(|_| Refused::NotFound)?;
    let urgent = !posted.raw("urgent").is_empty();
    visit.act(posted.key(), AskKnown { person, words: posted.raw("words").to_owned(), urgent }).await?;
    let news = if urgent { "Asked. They have an hour to answer." } else { "Asked. They have a working day to answer." };
    Ok(visit.see_other("/people/known", news))
}

/// Answers, or refuses with reason.
///
/// # Errors
/// Not allowed for anybody but the team asked.
pub async fn answer(visit: Visit, posted: Posted) -> Answer {
    let question = posted.raw("question").parse().map_err(|_| Refused::NotFound)?;
    let outcome =
        posted.raw("outcome").parse().map_err(|_| Refused::wrong("outcome", "Say whether you answer or refuse"))?;
    visit.act(posted.key(), AnswerKnown { question, outcome, words: posted.raw("words").to_owned() }).await?;
    Ok(visit.see_other("/people/known", "The answer was sent"))
}
