//! Mails that did not arrive, for those who run the hub. They name nobody: addresses outside are cut short.

use door::{Reading, args};
use kernel::Refused;
use message::{DismissMail, Mail, MailId, MailState, SendAgain};
use room::{Answer, Posted, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Button, Cell, Html, Table, Tone};

/// Mails that failed, came back, or were tried in vain; and how many wait.
///
/// # Errors
/// When the store refuses.
pub async fn page(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let all = message::troubled(&r).await?;
    let (waiting, since) = message::waiting(&r).await?;
    let mut main = web::heading(1, "Mails that did not arrive");
    let words = match (waiting, since) {
        (0, _) | (_, None) => "No mail waits to be sent.".to_owned(),
        (1, Some(since)) => format!("1 mail waits to be sent, since {}.", since.words()),
        (many, Some(since)) => format!("{many} mails wait to be sent, the oldest since {}.", since.words()),
    };
    main = main.html(&web::paragraph(&words));
    if all.is_empty() {
        main = main.html(&web::paragraph("Every mail has arrived at a mail server."));
    } else {
        main = main.html(&table(&visit, &r, &all).await?);
    }
    let page = visit.page("Mails that did not arrive").below("/messages/failed").wide();
    visit.show(r, &page, &main).await
}

/// A mail that did not arrive.
#[derive(Serialize, JsonSchema)]
pub struct MailRow {
    /// Its id, for `message/send-again` and `message/dismiss-mail`.
    pub id: MailId,
    /// What it is about.
    pub reference: kernel::Reference,
    /// A user name, or an address that is cut short.
    pub to: String,
    /// From when it is.
    pub queued: kernel::Ts,
    /// Where it stands.
    pub state: MailState,
    /// How often it was tried in vain.
    pub attempts: i64,
    /// What the server said, without the address.
    pub reason: String,
}

/// Mails that did not arrive.
#[derive(Serialize, JsonSchema)]
pub struct Failed {
    /// How many wait to be sent.
    pub waiting: i64,
    /// Since when the oldest waits.
    pub since: Option<kernel::Ts>,
    /// Those that failed, came back, or were tried in vain.
    pub rows: Vec<MailRow>,
}

/// The same as JSON.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let (waiting, since) = message::waiting(&r).await?;
    let mut rows = Vec::new();
    for it in message::troubled(&r).await? {
        let (to, reason) = (to(&r, &it).await?, without_address(&it.reason, it.to_address.as_deref()));
        let Mail { id, reference, queued, state, attempts, .. } = it;
        rows.push(MailRow { id, reference, to, queued, state, attempts, reason });
    }
    visit.json(r, &Failed { waiting, since, rows }).await
}

async fn table(visit: &Visit, r: &Reading, all: &[Mail]) -> Result<Html, Refused> {
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(all.len());
    for it in all {
        let state = match it.state {
            MailState::Waiting => format!("Tried {} times, again {}", it.attempts, it.due.words()),
            MailState::Sent | MailState::Bounced | MailState::Failed | MailState::Dismissed => {
                it.state.label().to_owned()
            }
        };
        let can = match it.state {
            MailState::Failed | MailState::Bounced => true,
            MailState::Waiting | MailState::Sent | MailState::Dismissed => false,
        };
        let deeds = Html::new().when(can, |h| h.html(&deed(visit, it.id, "again", "Send again"))).html(&deed(
            visit,
            it.id,
            "dismiss",
            "Dealt with",
        ));
        rows.push(vec![
            web::text(&it.reference.to_string()).into(),
            web::text(&to(r, it).await?).into(),
            web::text(&it.queued.words()).into(),
            web::text(&state).into(),
            web::text(&without_address(&it.reason, it.to_address.as_deref())).into(),
            deeds.into(),
        ]);
    }
    let head = ["Reference", "To", "From when", "State", "What the server said", "What to do"];
    let drawn = web::table(&Table {
        caption: "Mails",
        caption_classes: "govuk-visually-hidden",
        head: head.map(|it| Cell::from(web::text(it))).to_vec(),
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    Ok(web::scrolling("Mails", &drawn))
}

fn deed(visit: &Visit, mail: MailId, what: &str, words: &str) -> Html {
    let button = web::button(&Button { text: words, tone: Tone::Secondary, ..Button::default() });
    Html::new()
        .raw("<form method=\"post\"")
        .attr("action", &format!("/messages/failed/{what}"))
        .raw(">")
        .html(&visit.form_start())
        .html(&web::hidden("mail", &mail.to_string()))
        .html(&button)
        .raw("</form>")
}

/// To whom: an account's user name, or an address outside cut short, since it may be a referrer's own.
async fn to(r: &Reading, it: &Mail) -> Result<String, Refused> {
    if let Some(id) = it.to_account {
        let found: Option<(String,)> = r.plain_one("SELECT name FROM account WHERE id = $1", args![id]).await?;
        return Ok(found.map(|it| it.0).unwrap_or_default());
    }
    Ok(cut(it.to_address.as_deref().unwrap_or("")))
}

/// `d…@hollinbeck.example`
fn cut(address: &str) -> String {
    let first = address.chars().next().map(String::from).unwrap_or_default();
    match address.rsplit_once('@') {
        Some((_, host)) => format!("{first}…@{host}"),
        None => format!("{first}… (no address)"),
    }
}

/// Servers repeat the address in what they say.
fn without_address(reason: &str, address: Option<&str>) -> String {
    match address {
        Some(it) if !it.is_empty() => reason.replace(it, &cut(it)),
        _ => reason.to_owned(),
    }
}

fn of(posted: &Posted) -> Result<MailId, Refused> {
    posted.raw("mail").parse().map_err(|_| Refused::NotFound)
}

/// Sends one again.
///
/// # Errors
/// Why it was refused.
pub async fn again(visit: Visit, posted: Posted) -> Answer {
    visit.act(posted.key(), SendAgain { mail: of(&posted)? }).await?;
    Ok(visit.see_other("/messages/failed", "The mail is sent again."))
}

/// Takes one off the list.
///
/// # Errors
/// Why it was refused.
pub async fn dismiss(visit: Visit, posted: Posted) -> Answer {
    visit.act(posted.key(), DismissMail { mail: of(&posted)? }).await?;
    Ok(visit.see_other("/messages/failed", "The mail is off the list."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_outside_is_cut_short_also_where_the_server_repeats_it() {
        assert_eq!(cut("dilys.moor@hollinbeck.example"), "d…@hollinbeck.example");
        let said = "550 <dilys.moor@hollinbeck.example> unknown";
        assert_eq!(without_address(said, Some("dilys.moor@hollinbeck.example")), "550 <d…@hollinbeck.example> unknown");
        assert_eq!(cut("nobody"), "n… (no address)");
    }
}
