//! Who looked at a person, and what one looked at oneself: the ledger by person and by user, free of content.
//!
//! Each line is policy's to show (access.md §2, *who looked*): one's own, those of one's team for its manager, all for
//! governance and scrutiny. What stands there are times, names of staff and names of pages.

use axum::extract::{Path, Query as Ask};
use axum::response::IntoResponse as _;
use door::{Acting, Content, Fact, Facts, Listed, Query, Reading, args, record};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Reference, Refused, Ts, UserId, Value};
use policy::{Action, action};
use room::{Answer, Visit};
use uuid::Uuid;
use web::{Column, Html, Input, Link, List, Place, Tone, Typed};

/// Rows a page.
pub(crate) const SIZE: i64 = 50;

record! {
    /// A line of the ledger about a person, with who it was. Read, never kept.
    pub struct Looked in "looked" {
        pub id: Uuid,
        pub person: PersonId,
        pub at: Ts,
        pub by_user: UserId,
        pub shown_as: Option<String>,
        /// The page, command or happening.
        pub action: String,
        pub verdict: String,
        /// 1 where a break-glass opened the record.
        pub glass: i64,
    }
}

impl Content for Looked {
    const SEE: Action = action::SEE_LOOKED;
    const KIND: &'static str = "looked";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::Author, Fact::MyTeam];
    fn id(&self) -> Uuid {
        self.id
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn row_facts(&self, acting: &Acting) -> Facts {
        // Lines come in lists alone, which ask the store whose team it is.
        Facts::NONE.with_if(Fact::Author, acting.user_id() == Some(self.by_user))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        match fact {
            Fact::Author => Some("t.by_user = :user"),
            Fact::MyTeam => Some(
                "EXISTS (SELECT 1 FROM seat ls JOIN seat lm ON lm.team = ls.team WHERE ls.holder = t.by_user
                 AND lm.holder = :user AND ls.confirmed_by IS NOT NULL AND lm.confirmed_by IS NOT NULL
                 AND ls.holds_from <= :today AND (ls.holds_to IS NULL OR ls.holds_to >= :today)
                 AND lm.holds_from <= :today AND (lm.holds_to IS NULL OR lm.holds_to >= :today))",
            ),
            Fact::Mine
            | Fact::OwnAgency
            | Fact::Restricted
            | Fact::Named
            | Fact::Conflict
            | Fact::Elsewhere
            | Fact::Basis
            | Fact::Glass
            | Fact::GlassSeconded
            | Fact::Listed
            | Fact::Sampled
            | Fact::NeedsManager
            | Fact::OwnAction
            | Fact::Reason
            | Fact::Summary
            | Fact::Unnamed
            | Fact::Outstanding
            | Fact::NoManager => None,
        }
    }
}

const BY_PERSON: &str = "FROM (SELECT e.id, p.person, p.at, e.by_user, a.shown_as, e.action, e.verdict,
 CAST(CASE WHEN e.text LIKE '%\"break_glass\":%' THEN 1 ELSE 0 END AS BIGINT) AS glass
 FROM ledger_person p JOIN ledger_entry e ON e.id = p.entry LEFT JOIN account a ON a.id = e.by_user) t";

const NEWEST: &str = "ORDER BY t.at DESC, t.id DESC";

/// The ids that were merged into one, their own among them.
async fn members(r: &Reading, root: PersonId) -> Result<Vec<Value>, Refused> {
    let all: Vec<(PersonId,)> = r.plain("SELECT id FROM person WHERE root = $1", args![root]).await?;
    Ok(all.into_iter().map(|it| Value::Uuid(it.0.0)).collect())
}

/// Lines about those. Of one id they come in the order of an index, so that the latest few are read and no more.
fn about(q: Query, them: &[Value]) -> Query {
    match them {
        [one] => q.and("t.person = {}", vec![one.clone()]),
        more => q.among("t.person", more.to_vec()),
    }
}

/// Lines about a person under every id that was merged into them.
pub(crate) async fn lines(r: &Reading, root: PersonId, part: (i64, i64)) -> Result<Listed<Looked>, Refused> {
    let them = members(r, root).await?;
    r.page_of((action::SEE_LOOKED, root), BY_PERSON, |q| about(q, &them), NEWEST, part).await
}

fn who(it: &Looked) -> String {
    it.shown_as.clone().unwrap_or_else(|| "The house".to_owned())
}

/// A name of a page or command in words that people read.
pub(crate) fn what(action: &str) -> String {
    let words = match action {
        "/" => "My day",
        "/people/{reference}" => "The record",
        "/people/{reference}/chronology" => "The chronology",
        "/people/{reference}/entries/{entry}" => "An entry of the chronology",
        "/people/{reference}/history" => "Merges and history",
        "/people/found/{id}" | "/search/{id}" => "What a search found",
        "/referrals/{reference}" => "A referral",
        "/referrals/{reference}/copy" => "A copy of a referral",
        "/looked/{reference}" => "Who looked at the record",
        "/clocks/{clock}" => "A duty",
        "/actions/{reference}" => "An action",
        _ => "",
    };
    if !words.is_empty() {
        return words.to_owned();
    }
    // The rest by its own name, without the places where references stand: `users/{id}/seat` is "users: seat".
    let own = |part: &&str| !part.is_empty() && !part.starts_with('{');
    match action.strip_prefix('/') {
        Some(path) => path.split('/').filter(own).collect::<Vec<_>>().join(": ").replace('-', " "),
        None => action.replacen('.', ": ", 1).replace(['.', '_', '-'], " "),
    }
}

fn columns() -> Vec<Column<Looked>> {
    vec![
        Column::of("at", "When", |it: &Looked| it.at.words()),
        Column::of("who", "Who", who),
        Column::of("what", "What", |it: &Looked| what(&it.action)),
        Column::of("how", "How", |it: &Looked| {
            match (it.verdict.as_str(), it.glass) {
                ("refused", _) => "Refused",
                (_, 0) => "Allowed",
                (_, _) => "By break-glass",
            }
            .to_owned()
        }),
    ]
}

/// Which record: the form.
///
/// # Errors
/// When the store refuses.
pub async fn ask(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let typed = questions.iter().find(|it| it.0 == "reference").map_or("", |it| it.1.as_str()).trim();
    if let Ok(reference) = typed.parse::<Reference>() {
        return Ok(visit.see_other(&format!("/looked/{reference}"), ""));
    }
    let mut page = Typed::blank().with("reference", typed);
    if !typed.is_empty() {
        let mut wrongs = kernel::Wrongs::default();
        wrongs.add("reference", "Type a reference, such as HF-4K7M-2QXD");
        page = page.with_wrongs(wrongs);
    }
    let field =
        Input { width: 20, hint: "Such as HF-4K7M-2QXD", ..Input::of(&page, "reference", "Reference of the record") };
    let button = web::button(&web::Button { text: "Show", tone: Tone::Main, ..web::Button::default() });
    let form = Html::new()
        .raw("<form method=\"get\" action=\"/looked\" novalidate>")
        .html(&web::input(&field))
        .html(&button)
        .raw("</form>");
    let main = web::heading(1, "Who looked at a record").html(&form);
    Ok(visit.show_plain(&visit.page("Who looked at a record").below("/ledger").errors(page.wrongs()), &main))
}

/// The address below the record leads to the one page of who looked.
///
/// # Errors
/// Not found where that is no reference.
pub async fn from_record(Path(typed): Path<String>) -> Answer {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    Ok(axum::response::Redirect::permanent(&format!("/looked/{reference}")).into_response())
}

/// Who looked at a person.
///
/// # Errors
/// Not found where there is no such record, or one may see no line of it.
pub async fn at_person(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let found: Option<(PersonId,)> =
        r.plain_one("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
    let root = found.ok_or(Refused::NotFound)?.0;
    let columns = columns();
    let place = Place::asked(&questions, &columns, "-at", SIZE.unsigned_abs());
    let skip = i64::try_from(place.skip()).unwrap_or_default();
    let listed = lines(&r, root, (SIZE, skip)).await?;
    if listed.total == 0 {
        return Err(Refused::NotFound.into()); // whoever may see all of them finds at least that it was made
    }
    let address = format!("/looked/{reference}");
    let list = web::list_of(&List {
        of: ("entry", "entries"),
        columns: &columns,
        rows: &listed.rows,
        total: u64::try_from(listed.total).unwrap_or_default(),
        place: &place,
        address: &address,
        filter: None,
        empty: "Nobody looked.",
        exports: &[],
    });
    let all = r.could(action::READ_LEDGER);
    let words = if all {
        "Every view, change and refusal about this record."
    } else {
        "Your own views and changes, and those of your team where you manage one."
    };
    let main = web::heading(1, &format!("Who looked at {reference}")).html(&web::paragraph(words)).html(&list);
    let page = visit.page(format!("Who looked at {reference}")).below("/ledger").wide();
    let page = if r.could(action::SEE_IDENTITY) { page.back(format!("/people/{reference}")) } else { page };
    visit.show(r, &page, &main).await
}

/// On a person's page: the last who looked, and the way to all of them.
pub fn panel<'a>(_: &'a Visit, r: &'a Reading, person: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let Some(person) = person.filter(|_| r.could(action::USE_DAY)) else { return Ok(Html::new()) };
        let them = members(r, person).await?;
        let seen = (action::SEE_LOOKED, person);
        let latest: Vec<Looked> = r.first_of(seen, BY_PERSON, |q| about(q, &them), NEWEST, 3).await?;
        let reference: Option<(Reference,)> =
            r.plain_one("SELECT reference FROM person WHERE id = $1", args![person]).await?;
        let Some((reference,)) = reference.filter(|_| !latest.is_empty()) else { return Ok(Html::new()) };
        let lines = latest.iter().map(|it| web::text(&format!("{}: {}, {}", who(it), what(&it.action), it.at.words())));
        let to = format!("/looked/{reference}");
        let link = web::link_line(&Link::to(&to, "Everybody who looked that you may see"));
        Ok(web::heading(2, "Who looked").html(&web::list(lines)).html(&link))
    })
}

/// On one's account page: the way to one's own history.
pub fn account_panel<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        if !r.decide(action::SEE_LOOKED, Facts::of(&[Fact::Author])).allowed {
            return Ok(Html::new());
        }
        Ok(web::heading(2, "What you looked at")
            .html(&web::link_line(&Link::to("/account/access", "Your access history"))))
    })
}

/// A line of one's own history.
pub(crate) struct Own {
    pub at: Ts,
    pub action: String,
    pub verdict: String,
    pub persons: usize,
}

/// One's own access history, the latest first: when, which page, how many people, and what was refused.
///
/// # Errors
/// Not allowed for those whose role reads no log; when the store refuses.
pub async fn own(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let columns = own_columns();
    let place = Place::asked(&questions, &columns, "-at", SIZE.unsigned_abs());
    let skip = i64::try_from(place.skip()).unwrap_or_default();
    let (rows, total) = own_lines(&r, (SIZE, skip)).await?;
    let list = web::list_of(&List {
        of: ("entry", "entries"),
        columns: &columns,
        rows: &rows,
        total: total.unsigned_abs(),
        place: &place,
        address: "/account/access",
        filter: None,
        empty: "You have not opened anything yet.",
        exports: &[],
    });
    let words = "What the ledger holds of you: each page that showed you somebody's record, what you changed, and what you were refused.";
    let main = web::heading(1, "Your access history").html(&web::paragraph(words)).html(&list);
    visit.show(r, &visit.page("Your access history").below("/account").wide(), &main).await
}

/// A part of what the ledger holds of the reader, the latest first, and how much there is.
pub(crate) async fn own_lines(r: &Reading, (most, skip): (i64, i64)) -> Result<(Vec<Own>, i64), Refused> {
    const MINE: &str = "SELECT at, action, verdict, text FROM ledger_entry WHERE by_user = $1
        ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3";
    if !r.decide(action::SEE_LOOKED, Facts::of(&[Fact::Author])).allowed {
        return Err(Refused::MayNot("Your role reads no log of who looked.".to_owned()));
    }
    let me = r.acting.recorded_as();
    let total: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM ledger_entry WHERE by_user = $1", args![me]).await?;
    let rows: Vec<(Ts, String, String, String)> = r.plain(MINE, args![me, most, skip]).await?;
    let own = |(at, action, verdict, text): (Ts, String, String, String)| {
        let persons = ledger::Entry::read(&text).map_or(0, |it| it.1.persons.len());
        Own { at, action, verdict, persons }
    };
    Ok((rows.into_iter().map(own).collect(), total.map_or(0, |it| it.0)))
}

fn own_columns() -> Vec<Column<Own>> {
    vec![
        Column::of("at", "When", |it: &Own| it.at.words()),
        Column::of("what", "What", |it: &Own| what(&it.action)),
        Column::of("how", "How", |it: &Own| if it.verdict == "refused" { "Refused" } else { "Allowed" }.to_owned()),
        Column::of("persons", "People", |it: &Own| it.persons.to_string()).numeric(),
    ]
}
