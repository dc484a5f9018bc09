//! Who hears of a referral, and what the front door does next because of one (P1).

use action::{CancelAction, NewAction, Owner};
use calendar::{Kind, Length, Unit};
use door::{Command as _, Facts, Writing, args};
use form::Answers;
use front_door::referral::{
    InformationAdded, Referral, ReferralDecided, ReferralId, ReferralJoined, ReferralLinked, ReferralReceived,
    ReferralUnlinked, ReferralWithdrawn, ReferrerAnswered, ReferrerAsked, ReferrerTold, children,
};
use kernel::{Day, Refused, UserId};
use message::{Link, Said, Template, To};
use policy::{Principal, action::SEE_REFERRAL};
use serde::Deserialize as _;

const RECEIVED: Template = Template::of("notice-referral");
const ACKNOWLEDGED: Template = Template::of("mail-acknowledgement");
const ACKNOWLEDGED_OUTSIDE: Template = Template::of("mail-public-acknowledgement");
const QUESTION: Template = Template::of("mail-question");
const ANSWERED: Template = Template::of("mail-answer");
const OUTCOME: Template = Template::of("mail-outcome");
const OUTCOME_OUTSIDE: Template = Template::of("mail-public-outcome");
/// The kind of agency at which the front door sits.
const COUNCIL: &str = "council-children";
/// What tasks of the house are for: to get the assessment that an exploitation concern needs …
const MISSING_ASSESSMENT: &str = "missing-assessment";
/// … and to tell a referrer whom no mail reached.
const TELL_REFERRER: &str = "tell-referrer";

async fn referral(w: &mut Writing, id: ReferralId) -> Result<(Referral, Answers), Refused> {
    let sealed = w.sealed_one::<Referral>("SELECT * FROM referral WHERE id = $1", args![id]).await?;
    let it = w.may_on(SEE_REFERRAL, &sealed, Facts::NONE).await?.open(sealed)?;
    let answers = Answers::deserialize(&it.answers.0).unwrap_or_default();
    Ok((it, answers))
}

/// The front door's own working day: tasks of the house are due by the next ones.
pub(super) fn working_days(w: &Writing, many: i64) -> Result<Day, Refused> {
    let c = w.configuration()?;
    Ok(clock::calendar_of(&c).due(w.now.day(), Length { n: many, unit: Unit::WorkingDays }, Kind::Ew).day())
}

/// The front door hears that a referral waits, the referrer that it arrived; a missing assessment becomes a task.
pub(super) async fn received(w: &mut Writing, it: &ReferralReceived) -> Result<(), Refused> {
    let it = &*it.whole;
    let answers = Answers::deserialize(&it.answers.0).unwrap_or_default();
    let said = Said { template: RECEIVED, reference: it.reference, link: Link::Of("/referrals", it.reference) };
    for (role, kind) in answering(&it.form) {
        message::tell_seats(w, (role, Some(kind), None), said, ("referral", it.id.0)).await?;
    }
    if let Some(to) = referrer(w, it, &answers).await? {
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
        task(w, it, MISSING_ASSESSMENT, words, 3).await?;
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
    if w.acting.user_id() == Some(who) {
        return Ok(true);
    }
    let found: Option<(UserId,)> = w.plain_one("SELECT id FROM account WHERE id = $1", args![who]).await?;
    Ok(found.is_some())
}

/// An assessment is needed for an exploitation concern; where it is missing the referral is taken all the same (P1).
fn lacks_assessment(form: &str, answers: &Answers) -> bool {
    let concern = answers.get("concern", 0, "types").is_some_and(|it| !it.codes().is_empty());
    let known = answers.words("history", "assessed_on").is_some_and(|it| !it.trim().is_empty());
    form == "referral" && concern && !known
}

/// A task of the screening officers about a referral, for a purpose.
async fn task(w: &mut Writing, it: &Referral, purpose: &'static str, words: String, days: i64) -> Result<(), Refused> {
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
    action::raise(w, purpose, &new).await.map(|_| ())
}

/// A mail did not reach the referrer: somebody tells them in another way.
pub(super) async fn not_reached(w: &mut Writing, id: ReferralId) -> Result<(), Refused> {
    let (it, _) = referral(w, id).await?;
    let words = format!("A mail about {} did not arrive. Tell the referrer in another way.", it.reference);
    task(w, &it, TELL_REFERRER, words, 1).await
}

/// It waits no longer. Without a concern about exploitation no assessment is asked for either; whatever else is to be
/// done about it, such as telling a referrer whom no mail reached, stays to be done.
pub(super) async fn decided(w: &mut Writing, it: &ReferralDecided) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    if it.concern {
        return Ok(());
    }
    no_more(w, it.referral, &[MISSING_ASSESSMENT], "The referral was decided without a concern.").await
}

/// It waits no longer: the house asks for nothing more, and the referrer knows. What people set stays theirs to end.
pub(super) async fn withdrawn(w: &mut Writing, it: &ReferralWithdrawn) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    no_more(w, it.referral, &[MISSING_ASSESSMENT, TELL_REFERRER], "The referral was withdrawn.").await
}

/// It is part of another referral, where the front door goes on with it; its referrer is still to be told.
pub(super) async fn joined(w: &mut Writing, it: &ReferralJoined) -> Result<(), Refused> {
    message::over(w, RECEIVED, it.referral.0).await?;
    let why = "It was added to the open referral about the same child.";
    no_more(w, it.referral, &[MISSING_ASSESSMENT], why).await
}

/// Whom it is about is known now: what is due about the referral is due about them.
pub(super) async fn linked(w: &mut Writing, it: &ReferralLinked) -> Result<(), Refused> {
    now_about(w, it.referral).await
}

/// It was not about them: what is due about the referral leaves their record.
pub(super) async fn unlinked(w: &mut Writing, it: &ReferralUnlinked) -> Result<(), Refused> {
    now_about(w, it.referral).await
}

async fn now_about(w: &mut Writing, it: ReferralId) -> Result<(), Refused> {
    let them = children(w, it).await?;
    clock::now_about(w, ("referral", it.0), &them).await?;
    action::now_about(w, ("referral", it.0), &them).await
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

/// The referrer answered, or added something: whoever has the referral hears so, without a word of it.
pub(super) async fn answered(w: &mut Writing, it: &ReferrerAnswered) -> Result<(), Refused> {
    tell_owner(w, it.referral).await
}

/// The same, unasked.
pub(super) async fn added(w: &mut Writing, it: &InformationAdded) -> Result<(), Refused> {
    tell_owner(w, it.referral).await
}

async fn tell_owner(w: &mut Writing, it: ReferralId) -> Result<(), Refused> {
    let (it, _) = referral(w, it).await?;
    let Some(owner) = it.owner.filter(|it| *it != w.acting.recorded_as()) else { return Ok(()) };
    let said = Said { template: ANSWERED, reference: it.reference, link: Link::Of("/referrals", it.reference) };
    message::tell(w, owner, said, ("referral", it.id.0)).await?;
    message::mail(w, To::Account(owner), said, ("referral", it.id.0)).await.map(|_| ())
}

/// Ends the tasks whose purpose is over.
async fn no_more(w: &mut Writing, referral: ReferralId, over: &[&str], why: &str) -> Result<(), Refused> {
    for purpose in over {
        for action in action::open_for(w, purpose, "referral", referral.0).await? {
            CancelAction { action, reason: why.to_owned() }.carry_out(w).await?;
        }
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
