//! Referrals as JSON: the same rows that the pages show, by the same policy.

use axum::extract::{Path, Query as Ask};
use door::{Content as _, Reading};
use kernel::{Reference, Refused, Ts};
use policy::action;
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::queue::{self, SIZE, Wanted};
use super::{NamedId, Referral, Role, State, WordKind, mine, named, opened, pages, talking, waiting};

/// What the queue may be asked.
pub const ASKS: &[(&str, &str)] = &[
    ("state", "`received` (as it is), `decided`, `added`, `withdrawn`, `all`."),
    ("owner", "`any` (as it is), `me`, `nobody`, `others`."),
    ("urgency", "`any` (as it is), `urgent`."),
    ("age", "`any` (as it is), `day`, `week`: waiting for longer than that."),
    ("sort", "`-received`: the latest first; else the oldest."),
    ("page", "Which page, beginning with 1."),
];

/// A referral in a list.
#[derive(Serialize, JsonSchema)]
pub struct ReferralRow {
    /// What people call it by.
    pub reference: Reference,
    /// Whom it is about, as the referrer wrote it.
    pub about: String,
    /// When the council had it.
    pub received: Ts,
    /// Somebody may be in danger now.
    pub urgent: bool,
    /// Where it stands.
    pub state: State,
    /// Who decides it; none where nobody took it, or for those who do not decide.
    pub owner: Option<String>,
    /// A code of the list of decisions.
    pub decision: Option<String>,
    /// Whether there is an exploitation concern; none before the decision, or for those who do not decide.
    pub concern: Option<bool>,
    /// When it was decided.
    pub decided: Option<Ts>,
    /// What the referrer is told.
    pub outcome: String,
    /// When its decision is due (CK-01), for the queue.
    pub decision_due: Option<Ts>,
    /// How that clock stands.
    pub decision_clock: Option<String>,
    /// For `If-Match`.
    pub version: i64,
}

impl ReferralRow {
    /// A referral as this reader sees it: what the front door keeps for itself only for those who decide.
    fn of(r: &Reading, it: &Referral) -> Self {
        let decides = decides(r, it);
        Self {
            reference: it.reference,
            about: it.about.clone(),
            received: it.received,
            urgent: it.urgent,
            state: it.state,
            owner: Some(it.owner_shown.clone()).filter(|it| decides && !it.is_empty()),
            decision: it.decision.clone(),
            concern: it.concern.filter(|_| decides),
            decided: it.decided,
            outcome: it.outcome_words.clone(),
            decision_due: None,
            decision_clock: None,
            version: it.version,
        }
    }
}

fn decides(r: &Reading, it: &Referral) -> bool {
    r.decide(action::DECIDE_REFERRAL, it.row_facts(&r.acting)).allowed
}

/// Somebody whom a referral names.
#[derive(Serialize, JsonSchema)]
pub struct NamedRow {
    /// Its id.
    pub id: NamedId,
    /// As what.
    #[serde(rename = "as")]
    pub role: Role,
    /// The name as the referrer wrote it.
    pub name: String,
    /// Whether the record was found or made; for those who decide.
    pub linked: Option<bool>,
    /// Why there is none; for those who decide.
    pub reason: Option<String>,
}

/// A question and its answer.
#[derive(Serialize, JsonSchema)]
pub struct Said {
    /// The question.
    pub question: String,
    /// The answer, a line each.
    pub answer: Vec<String>,
}

/// Answers that belong together.
#[derive(Serialize, JsonSchema)]
pub struct SaidGroup {
    /// What they are about.
    pub title: String,
    /// Each.
    pub rows: Vec<Said>,
}

/// Something said after it came.
#[derive(Serialize, JsonSchema)]
pub struct WordRow {
    /// When.
    pub at: Ts,
    /// What it was.
    pub kind: WordKind,
    /// By whom, as this reader may know.
    pub by: String,
    /// The words.
    pub words: String,
}

/// One referral.
#[derive(Serialize, JsonSchema)]
pub struct ReferralOne {
    /// The referral.
    #[serde(flatten)]
    pub referral: ReferralRow,
    /// Why it was decided so; for those who decide.
    pub rationale: Option<String>,
    /// Those whom it names.
    pub named: Vec<NamedRow>,
    /// What was said; who referred only where this reader may see that.
    pub said: Vec<SaidGroup>,
    /// What was said since.
    pub since: Vec<WordRow>,
}

/// The queue as the page shows it, by the same filters.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    queue_of(visit, questions, false).await
}

/// The queue of concerns about adults (F14a), as the page shows it.
///
/// # Errors
/// When the store refuses.
pub async fn adults(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    queue_of(visit, questions, true).await
}

async fn queue_of(visit: Visit, questions: Vec<(String, String)>, adults: bool) -> Answer {
    let wanted = Wanted::of(&questions, adults);
    let newest = questions.iter().any(|it| it.0 == "sort" && it.1 == "-received");
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let page = wanted.page(&r, newest, pages.part()).await?;
    let total = page.total;
    let rows = queue::lines(&r, page.rows).await?;
    let one = |it: &queue::Line| {
        let (due, clock) = it.due.clone().unzip();
        ReferralRow { decision_due: due, decision_clock: clock, ..ReferralRow::of(&r, &it.it) }
    };
    let value = pages.listing(rows.iter().map(one).collect(), total);
    visit.json(r, &value).await
}

/// One's own referrals.
///
/// # Errors
/// When the store refuses.
pub async fn own(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let pages = Pages::asked(&questions, mine::SIZE);
    let value = pages.listed(mine::sent(&r, pages).await?, |it| ReferralRow::of(&r, it));
    visit.json(r, &value).await
}

/// Concerns that wait for the daily meeting.
///
/// # Errors
/// When the store refuses.
pub async fn concerns(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let pages = Pages::asked(&[], waiting::MOST);
    let value = pages.listed(waiting::concerns(&r).await?, |it| ReferralRow::of(&r, it));
    visit.json(r, &value).await
}

/// One, with those whom it names and what was said.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, &reference).await?;
    let decides = decides(&r, &it);
    let referrer = pages::may_see_referrer(&r, &it).await?;
    let value = ReferralOne {
        rationale: Some(it.rationale.clone()).filter(|it| decides && !it.is_empty()),
        named: whom(&r, &it, decides).await?,
        said: pages::answers(&visit, &r, &it, referrer)
            .await?
            .unwrap_or_default()
            .into_iter()
            .map(|(title, rows)| SaidGroup {
                title,
                rows: rows.into_iter().map(|it| Said { question: it.label, answer: it.value }).collect(),
            })
            .collect(),
        since: talking::since(&r, &it, decides, referrer)
            .await?
            .into_iter()
            .map(|(it, by)| WordRow { at: it.at, kind: it.kind, by, words: it.words })
            .collect(),
        referral: ReferralRow::of(&r, &it),
    };
    visit.json(r, &value).await
}

/// Whom it names; whether and why they have a record is the front door's own.
async fn whom(r: &Reading, it: &Referral, decides: bool) -> Result<Vec<NamedRow>, Refused> {
    let them = named(r, it.id).await?;
    let one = |it: super::Named| NamedRow {
        id: it.id,
        role: it.role,
        name: it.name,
        linked: decides.then_some(it.person.is_some()),
        reason: Some(it.reason).filter(|it| decides && !it.is_empty()),
    };
    Ok(them.into_iter().map(one).collect())
}
