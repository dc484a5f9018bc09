//! Putting messages into the outbox, in the change that causes them.

use door::{Writing, args};
use kernel::{Refused, UserId};
use uuid::Uuid;

use crate::record::{Mail, MailId, MailState, Notice};
use crate::said::{Counts, Link, Said, Template};

/// To whom a mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// Somebody with an account, at the address it has when the mail leaves.
    Account(UserId),
    /// An address outside. One that is none fails when it is sent, and that is seen.
    Outside(String),
}

/// Puts a mail into the outbox. `subject` is the record that causes it: kind and id.
///
/// # Errors
/// When the store refuses.
pub async fn mail(w: &mut Writing, to: To, said: Said, subject: (&str, Uuid)) -> Result<MailId, Refused> {
    put(w, to, said, subject, Counts::default()).await
}

/// Mails somebody with an account how much is due with them, at most once on a day of London's: says whether it did.
///
/// # Errors
/// When the store refuses.
pub async fn mail_counts(w: &mut Writing, who: UserId, said: Said, counts: Counts) -> Result<bool, Refused> {
    const TODAY: &str = "SELECT COUNT(*) FROM mail WHERE to_account = $1 AND template = $2 AND queued >= $3";
    let values = args![who, said.template.id().to_owned(), w.now.day().start()];
    if w.plain_one::<(i64,)>(TODAY, values).await?.is_some_and(|it| it.0 > 0) {
        return Ok(false);
    }
    put(w, To::Account(who), said, ("account", who.0), counts).await.map(|_| true)
}

async fn put(w: &mut Writing, to: To, said: Said, subject: (&str, Uuid), counts: Counts) -> Result<MailId, Refused> {
    let (to_account, to_address) = match to {
        To::Account(id) => (Some(id), None),
        To::Outside(address) => (None, Some(address.trim().to_owned())),
    };
    let (purpose, about, days) = match said.link {
        Link::Ticket { purpose, subject, days, .. } => (Some(purpose.to_owned()), Some(subject), days),
        Link::Nowhere | Link::Page(_) | Link::Of(..) => (None, None, 0),
    };
    let it = Mail {
        id: w.new_id(),
        to_account,
        to_address,
        template: said.template.id().to_owned(),
        reference: said.reference,
        link: said.link.path(),
        ticket_purpose: purpose,
        ticket_subject: about,
        ticket_days: days,
        late: counts.late,
        soon: counts.soon,
        subject_kind: subject.0.to_owned(),
        subject: subject.1,
        queued: w.now,
        due: w.now,
        attempts: 0,
        state: MailState::Waiting,
        reason: String::new(),
        ended: None,
        leased: None,
        version: 1,
    };
    w.keep(&it).await?;
    Ok(it.id)
}

/// Gives one account a notice. One that says the same of the same record and is not read yet stands for both.
///
/// # Errors
/// When the store refuses.
pub async fn tell(w: &mut Writing, recipient: UserId, said: Said, subject: (&str, Uuid)) -> Result<(), Refused> {
    tell_all(w, &[(recipient,)], said, subject).await
}

async fn tell_all(w: &mut Writing, them: &[(UserId,)], said: Said, subject: (&str, Uuid)) -> Result<(), Refused> {
    const SAME: &str = "SELECT recipient FROM notice WHERE subject = $1 AND template = $2 AND read_at IS NULL";
    let told: Vec<(UserId,)> = w.plain(SAME, args![subject.1, said.template.id().to_owned()]).await?;
    for (recipient,) in them.iter().filter(|it| !told.contains(it)) {
        notice(w, *recipient, said, subject).await?;
    }
    Ok(())
}

async fn notice(w: &mut Writing, recipient: UserId, said: Said, subject: (&str, Uuid)) -> Result<(), Refused> {
    let it = Notice {
        id: w.new_id(),
        recipient,
        template: said.template.id().to_owned(),
        reference: said.reference,
        link: said.link.path(),
        subject_kind: subject.0.to_owned(),
        subject: subject.1,
        made: w.now,
        read_at: None,
        version: 1,
    };
    w.keep(&it).await
}

/// What notices of this text about a record said is over: nobody needs to read them any more.
///
/// # Errors
/// When the store refuses.
pub async fn over(w: &mut Writing, template: Template, subject: Uuid) -> Result<(), Refused> {
    const OVER: &str = "UPDATE notice SET read_at = $1, version = version + 1 WHERE template = $2 AND subject = $3
        AND read_at IS NULL";
    let now = w.now;
    w.run(OVER, args![now, template.id().to_owned(), subject]).await.map(|_| ())
}

/// Gives everybody who holds a role today a notice: at a kind of agency, or of any where none is named; in a team, where
/// one is named. Says how many were told.
///
/// # Errors
/// When the store refuses.
pub async fn tell_seats(
    w: &mut Writing,
    (role, agency_kind, team): (&str, Option<&str>, Option<&str>),
    said: Said,
    subject: (&str, Uuid),
) -> Result<usize, Refused> {
    const SEATED: &str = "SELECT DISTINCT a.id FROM account a JOIN seat s ON s.holder = a.id
        WHERE s.role = $1 AND a.state = 'active' AND s.confirmed_by IS NOT NULL AND s.holds_from <= $2
        AND (s.holds_to IS NULL OR s.holds_to >= $3) AND ($4 = '' OR s.agency_kind = $5)
        AND ($6 = '' OR s.team IS NULL OR s.team = $7) ORDER BY a.id";
    let (today, kind, team) = (w.now.day(), agency_kind.unwrap_or("").to_owned(), team.unwrap_or("").to_owned());
    let values = args![role.to_owned(), today, today, kind.clone(), kind, team.clone(), team];
    let all: Vec<(UserId,)> = w.plain(SEATED, values).await?;
    tell_all(w, &all, said, subject).await?;
    Ok(all.len())
}
