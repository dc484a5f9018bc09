//! Who hears of a referral, and what the front door does next because of one (P1).

use action::{CancelAction, NewAction, Owner};
use calendar::{Kind, Length, Unit};
use door::{Command as _, Facts, Writing, args};
use form::Answers;
use front_door::referral::{
    Referral, ReferralDecided, ReferralId, ReferralJoined, ReferralReceived, ReferralWithdrawn, ReferrerAsked,
    ReferrerTold,
};
use kernel::{Day, Refused, UserId};
use message::{Link, Said, Template, To};
use policy::{Principal, action::SEE_REFERRAL};

const RECEIVED: Template = Template::of("notice-referral");
const ACKNOWLEDGED: Template = Template::of("mail-acknowledgement");
const ACKNOWLEDGED_OUTSIDE: Template = Template::of("mail-public-acknowledgement");
const QUESTION: Template = Template::of("mail-question");
const OUTCOME: Template = Template::of("mail-outcome");
const OUTCOME_OUTSIDE: Template = Template::of("mail-public-outcome");
/// The kind of agency at which the front door sits.
const COUNCIL: &str = "council-children";

async fn referral(w: &mut Writing, id: ReferralId) -> Result<(Referral, Answers), Refused> {
    let sealed = w.sealed_one::<Referral>("SELECT * FROM referral WHERE id = $1", args![id]).await?;
    let it = w.may_on(SEE_REFERRAL, &sealed, Facts::NONE).await?.open(sealed)?;
    let answers = serde_json::from_value(it.answers.0.clone()).unwrap_or_default();
    Ok((it, answers))
}

/// The front door's own working day: tasks of the house are due by the next ones.
pub(super) fn working_days(w: &Writing, many: i64) -> Result<Day, Refused> {
    let c = w.configuration()?;
    Ok(clock::calendar_of(&c).due(w.now.day(), Length { n: many, unit: Unit::WorkingDays }, Kind::Ew).day())
}

/// The front door hears that a referral waits, the referrer that it arrived; a missing assessment becomes a task.
pub(super) async fn received(w: &mut Writing, it: &ReferralReceived) -> Result<(), Refused> {
    let (it, answers) = referral(w, it.referral).await?;
    let said = Said { template: RECEIVED, reference: it.reference, link: Link::Of("/referrals", it.reference) };
    for (role, kind) in answering(&it.form) {
        message::tell_seats(w, (role, Some(kind), None), said, ("referral", it.id.0)).await?;
    }
    if let Some(to) = referrer(w, &it, &answers).await? {
        let (template, link) = match to {
            To::Account(_) => (ACKNOWLEDGED, Link::Of("/referrals", it.reference)),
            To::Outside(_) => (ACKNOWLEDGED_OUTSIDE, Link::Nowhere),
        };
        message::mail(w, to, Said { template, reference: it.reference, link }, ("referral", it.id.0)).await?;
    }
    if lacks_assessment(&it.form, &answers) {
        let words = format!(
            "See whether the exploitation assessment came with {}. If not, ask the referrer for it, or make one.",
            it.reference
        );
        task(w, &it, words, 3).await?;
    }
    Ok(())
}

/// Who decides what comes by a form.
fn answering(form: &str) -> &'static [(&'static str, &'static str)] {
    match form {
        "adult-concern" => &[("adult-lead", "council-adults")],
        _ => &[("screener", COUNCIL), ("front-door-manager", COUNCIL)],
    }
}

/// Where the referrer is written to; none where they are not to be, or it is safe only at times.
async fn referrer(w: &Writing, it: &Referral, answers: &Answers) -> Result<Option<To>, Refused> {
    if has_account(w, it.sent_by).await? {
        return Ok(Some(To::Account(it.sent_by)));
    }
    let may = answers.words("referrer", "contact").is_none_or(|it| it == "yes");
    let mail = answers.words("referrer", "email").map(str::trim).filter(|it| !it.is_empty() && may);
    Ok(mail.map(|it| To::Outside(it.to_owned())))
}

async fn has_account(w: &Writing, who: UserId) -> Result<bool, Refused> {
    let found: Option<(UserId,)> = w.plain_one("SELECT id FROM account WHERE id = $1", args![who]).await?;
    Ok(found.is_some())
}

/// An assessment is needed for an exploitation concern; where it is missing the referral is taken all the same (P1).
fn lacks_assessment(form: &str, answers: &Answers) -> bool {
    let concern = answers.get("concern", 0, "types").is_some_and(|it| !it.codes().is_empty());
    let known = answers.words("history", "assessed_on").is_some_and(|it| !it.trim().is_empty());
    form == "referral" && concern && !known
}

/// A task of the screening officers about a referral.
pub(super) async fn task(w: &mut Writing, it: &Referral, words: String, days: i64) -> Result<(), Refused> {
    let owner =
        Owner::Role { role: "screener".to_owned(), agency_kind: Some(COUNCIL.to_owned()), agency: None, team: None };
    let new = NewAction {
        words,
        subject_kind: "referral".to_owned(),
        subject: it.id.0,
        link: format!("/referrals/{}", it.reference),
        person: it.person,
        owner,
        due: working_days(w, days)?,
    };
    action::raise(w, &new).await.map(|_| ())
}

/// A task about a referral by its id.
pub(super) async fn task_of(w: &mut Writing, id: ReferralId, words: String, days: i64) -> Result<(), Refused> {
    let (it, _) = referral(w, id).await?;
    task(w, &it, words, days).await
}

/// It waits no longer. Without a concern about exploitation no assessment is asked for either.
pub(super) async fn decided(w: &mut Writing, it: &ReferralDecided) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    if it.concern { Ok(()) } else { no_more(w, it.referral, "The referral was decided without a concern.").await }
}

/// It waits no longer, and nothing is to be done about it.
pub(super) async fn withdrawn(w: &mut Writing, it: &ReferralWithdrawn) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    no_more(w, it.referral, "The referral was withdrawn.").await
}

/// It is part of another referral, where the front door goes on with it.
pub(super) async fn joined(w: &mut Writing, it: &ReferralJoined) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    no_more(w, it.referral, "It was added to the open referral about the same child.").await
}

/// A question waits for the referrer: they hear so, without a word of it.
pub(super) async fn asked(w: &mut Writing, it: &ReferrerAsked) -> Result<(), Refused> {
    let (it, answers) = referral(w, it.referral).await?;
    if let Some(To::Account(who)) = referrer(w, &it, &answers).await? {
        let said = Said { template: QUESTION, reference: it.reference, link: Link::Of("/referrals", it.reference) };
        message::tell(w, who, said, ("referral", it.id.0)).await?;
        message::mail(w, To::Account(who), said, ("referral", it.id.0)).await?;
    }
    Ok(())
}

async fn no_more(w: &mut Writing, referral: ReferralId, why: &str) -> Result<(), Refused> {
    for action in action::open_of(w, "referral", referral.0).await? {
        CancelAction { action, reason: why.to_owned() }.carry_out(w).await?;
    }
    Ok(())
}

/// The words stand where the referrer reads them; a mail says that there is something to read, and nothing more.
pub(super) async fn told(w: &mut Writing, it: &ReferrerTold) -> Result<(), Refused> {
    let (it, answers) = referral(w, it.referral).await?;
    let wish = answers.words("referrer", "wants_feedback").unwrap_or("");
    let said = |template, link| Said { template, reference: it.reference, link };
    match referrer(w, &it, &answers).await? {
        Some(To::Account(who)) if who != Principal::PUBLIC => {
            let said = said(OUTCOME, Link::Of("/referrals", it.reference));
            message::tell(w, who, said, ("referral", it.id.0)).await?;
            if wish != "no" {
                message::mail(w, To::Account(who), said, ("referral", it.id.0)).await?;
            }
        }
        Some(to @ To::Outside(_)) if wish == "yes" => {
            message::mail(w, to, said(OUTCOME_OUTSIDE, Link::Nowhere), ("referral", it.id.0)).await?;
        }
        Some(To::Account(_) | To::Outside(_)) | None => {}
    }
    Ok(())
}
