//! The pages of the ledger.

use axum::extract::{Path, Query as Ask};
use door::{LedgerEntry, LedgerEntryId, Query, Reading, args};
use kernel::{PersonId, Reference, Refused, Ts};
use policy::action::{READ_LEDGER, SEE_LOOKED, VERIFY_LEDGER};
use room::{Answer, Visit};
use web::{Button, Choice, Column, Filter, Html, Input, Link, List, Place, Row, Select, SummaryList, Tone, Typed};

use super::tree::verified;
use super::{MOST, bundled, verifier};
use crate::looked::what;

/// Rows a page.
pub(crate) const SIZE: i64 = 50;

type Questions = Vec<(String, String)>;

door::record! {
    /// A line of the list. Read, never kept.
    pub struct Line in "ledger_line" {
        pub id: LedgerEntryId,
        pub seq: Option<i64>,
        pub at: Ts,
        pub shown_as: Option<String>,
        pub action: String,
        pub verdict: String,
    }
}
impl door::Plain for Line {}
impl Line {
    fn number(&self) -> String {
        self.seq.map_or_else(|| "not sealed yet".to_owned(), |it| it.to_string())
    }
}

const FROM: &str = "SELECT e.id, e.seq, e.at, a.shown_as, e.action, e.verdict
 FROM ledger_entry e LEFT JOIN account a ON a.id = e.by_user";
const COUNT: &str = "SELECT COUNT(*), 0 FROM ledger_entry e LEFT JOIN account a ON a.id = e.by_user";

fn columns() -> Vec<Column<Line>> {
    vec![
        Column::of("number", "Number", Line::number)
            .drawn(|it| web::link(&Link::to(&format!("/ledger/entries/{}", it.id), &it.number()))),
        Column::of("at", "When", |it: &Line| it.at.words()),
        Column::of("who", "Who", |it: &Line| {
            it.shown_as.clone().unwrap_or_else(|| "The house, or the public".to_owned())
        }),
        Column::of("what", "What", |it: &Line| what(&it.action)),
        Column::of("how", "How", |it: &Line| if it.verdict == "refused" { "Refused" } else { "Allowed" }.to_owned()),
    ]
}

/// The filters of the list: days, user name, page or deed, and whether it was refused. None is anybody's name but a
/// user's own account name.
pub(crate) struct Asked(pub Questions);

impl Asked {
    fn get(&self, name: &str) -> String {
        self.0.iter().find(|it| it.0 == name).map(|it| it.1.clone()).unwrap_or_default()
    }

    fn narrow(&self, q: Query) -> Query {
        let some = |name: &str| Some(self.get(name)).filter(|it| !it.is_empty());
        let day = |name: &str| web::parse_day(&self.get(name));
        q.and_if("e.at >= {}", day("from").map(kernel::Day::start))
            .and_if("e.at <= {}", day("to").map(kernel::Day::end))
            .and_if("a.name = {}", some("user").map(|it| it.trim().to_lowercase()))
            .and_if("e.action = {}", some("deed").map(|it| it.trim().to_owned()))
            .and_if("e.verdict = {}", some("how").filter(|it| it == "allowed" || it == "refused"))
    }

    fn panel(&self) -> Html {
        let typed = Typed::of(NAMES.iter().map(|it| ((*it).to_owned(), self.get(it))).collect());
        let field = |name: &'static str, label: &'static str, hint: &'static str| {
            web::input(&Input { hint, ..Input::of(&typed, name, label) })
        };
        let how = vec![Choice::of("", "Both"), Choice::of("allowed", "Allowed"), Choice::of("refused", "Refused")];
        field("from", "From", "Such as 2026-03-27")
            .html(&field("to", "To", ""))
            .html(&field("user", "User name", ""))
            .html(&field("deed", "Page or deed", "Such as people.merge-persons"))
            .html(&web::select(&Select::of(&typed, "how", "Allowed or refused", how)))
            .html(&web::button(&Button { text: "Apply filters", ..Button::default() }))
    }
}

const NAMES: [&str; 5] = ["from", "to", "user", "deed", "how"];

/// A part of the list, the latest first, and how many there are.
pub(crate) async fn lines(r: &Reading, asked: &Asked, (most, skip): (i64, i64)) -> Result<(Vec<Line>, i64), Refused> {
    let total: Vec<(i64, i64)> = r.plain_find(asked.narrow(Query::new(COUNT, vec![]))).await?;
    let page = asked.narrow(Query::new(FROM, vec![]));
    let page = page.tail("ORDER BY e.at DESC, e.id DESC LIMIT {} OFFSET {}", args![most, skip]);
    Ok((r.plain_find(page).await?, total.first().map_or(0, |it| it.0)))
}

/// Entries, the latest first.
///
/// # Errors
/// Not allowed for those who do not read the ledger.
pub async fn list(visit: Visit, Ask(questions): Ask<Questions>) -> Answer {
    let r = visit.read().await?;
    r.may(READ_LEDGER)?;
    let asked = Asked(questions.clone());
    let columns = columns();
    let place = Place::asked(&questions, &columns, "-at", SIZE.unsigned_abs());
    let skip = i64::try_from(place.skip()).unwrap_or_default();
    let (rows, total) = lines(&r, &asked, (SIZE, skip)).await?;
    let kept: Vec<(&str, String)> = NAMES.iter().map(|it| (*it, asked.get(it))).filter(|it| !it.1.is_empty()).collect();
    let kept: Vec<(&str, &str)> = kept.iter().map(|it| (it.0, it.1.as_str())).collect();
    let address = web::address("/ledger", &kept);
    let filter = Filter { action: "/ledger", fields: asked.panel(), clear: "/ledger", ..Filter::default() };
    let list = web::list_of(&List {
        of: ("entry", "entries"),
        columns: &columns,
        rows: &rows,
        total: total.unsigned_abs(),
        place: &place,
        address: &address,
        filter: Some(filter),
        empty: "Nothing has happened yet.",
        exports: &[],
    });
    let links = [("/ledger/verify", "Is the ledger whole?"), ("/looked", "Who looked at a record")];
    let links = web::list(links.iter().map(|it| web::link(&Link::to(it.0, it.1))));
    let words =
        "Every view, change and refusal: who, when, by which rule. No names of people on record and no content.";
    let main = web::heading(1, "Ledger").html(&web::paragraph(words)).html(&links).html(&list);
    visit.show(r, &visit.page("Ledger").below("/ledger").wide(), &main).await
}

/// An entry by its id.
pub(crate) async fn entry(r: &Reading, id: LedgerEntryId) -> Result<LedgerEntry, Refused> {
    r.plain_one("SELECT * FROM ledger_entry WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

/// How many entries are in the tree, and how many wait to be sealed.
pub(crate) async fn counted(r: &Reading) -> Result<(u64, i64), Refused> {
    let sealed: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM ledger_entry WHERE seq IS NOT NULL", vec![]).await?;
    let waits: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM ledger_entry WHERE seq IS NULL", vec![]).await?;
    Ok((sealed.map_or(0, |it| it.0.unsigned_abs()), waits.map_or(0, |it| it.0)))
}

/// One entry as it is hashed into the tree, with the records it names.
///
/// # Errors
/// Not found; not allowed for those who do not read the ledger.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: LedgerEntryId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    r.may(READ_LEDGER)?;
    let it = entry(&r, id).await?;
    let (_, leaf) = ledger::Entry::read(&it.text).map_err(|e| Refused::Fault(format!("{e:?}")))?;
    let shown: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![it.by_user]).await?;
    let join = |all: &[ledger::Code]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let number = it.seq.map_or_else(|| "Not sealed yet".to_owned(), |it| it.to_string());
    let mut rows = vec![
        Row::of("Number in the tree", number),
        Row::of("When", it.at.rfc3339()),
        Row::of("Who", shown.map_or_else(|| "The house, or the public".to_owned(), |it| it.0)),
        Row::of("Page or deed", it.action.as_str()),
        Row::of("How", it.verdict.label()),
        Row::of("By which rules", join(&leaf.policies)),
        Row::of("What was shown or changed", join(&leaf.fields)),
        Row::of("Records", records(&r, &leaf.persons).await?),
    ];
    if let Some(glass) = leaf.break_glass {
        let reference: Option<(Reference,)> =
            r.plain_one("SELECT reference FROM glass WHERE id = $1", args![glass]).await?;
        rows.push(Row::of("Break-glass", reference.map_or_else(|| glass.to_string(), |it| it.0.to_string())));
    }
    if let Some(cause) = it.cause {
        let to = format!("/ledger/entries/{cause}");
        rows.push(Row::of("Because of", web::link(&Link::to(&to, "this entry"))));
    }
    if let Some(reason) = &leaf.reason {
        rows.push(Row::of("Commitment to the stated reason", reason.to_string()));
    }
    let list = web::summary_list(&SummaryList { rows, ..SummaryList::default() });
    let text = web::details("The entry as it is signed", &web::paragraph(&it.text), false);
    let main = web::heading(1, "Entry of the ledger").html(&list).html(&text);
    visit.show(r, &visit.page("Entry of the ledger").below("/ledger").back("/ledger"), &main).await
}

/// References of the persons that an entry names, each to those who looked at it; noted as looked at in their turn.
async fn records(r: &Reading, persons: &[PersonId]) -> Result<Html, Refused> {
    let mut links = Vec::new();
    for person in persons.iter().take(50) {
        let found: Option<(Reference,)> =
            r.plain_one("SELECT reference FROM person WHERE id = $1", args![*person]).await?;
        let Some((reference,)) = found else { continue };
        match r.may_see(SEE_LOOKED, *person).await {
            Ok(_) => links.push(web::link(&Link::to(&format!("/looked/{reference}"), &reference.to_string()))),
            Err(Refused::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    if persons.len() > links.len() {
        links.push(web::text(&format!("and {} more", persons.len() - links.len())));
    }
    Ok(if links.is_empty() { web::text("None") } else { web::list(links) })
}

/// Whether the ledger is whole: every entry hashed again and held against what is stored and signed.
///
/// # Errors
/// Not allowed for those who do not verify the ledger.
pub async fn verify(visit: Visit) -> Answer {
    let r = visit.read().await?;
    r.may(VERIFY_LEDGER)?;
    let key = verifier(&r).await?;
    let (sealed, waits) = counted(&r).await?;
    let last = visit.door().checkpoints().await?.pop();
    let mut main = web::heading(1, "Is the ledger whole?").html(&if sealed > MOST {
        web::paragraph("The ledger is large: verify it at the command line, where it may take its time.")
    } else {
        match verified(visit.door()).await? {
            Ok(_) => web::panel(
                "The ledger is whole",
                &web::text("Every entry gives its stored hash, and every checkpoint."),
            ),
            Err(words) => web::warning_text(&words),
        }
    });
    let mut rows =
        vec![Row::of("Entries in the tree", sealed.to_string()), Row::of("Waiting to be sealed", waits.to_string())];
    if let Some(it) = &last {
        let signed = it.at.words();
        rows.push(Row::of("Last signed", format!("{} entries, {signed}", it.size)));
        let fits = key.as_deref().is_some_and(|key| ledger::verify_checkpoint(key, &it.note).is_ok());
        rows.push(Row::of("Signature", if fits { "Fits the key below" } else { "No key below that fits" }));
    }
    rows.push(Row::of("Verifier key", key.clone().unwrap_or_else(|| "Not signed yet".to_owned())));
    main = main.html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }));
    if let Some(it) = &last {
        let words =
            "Give this to the partner agencies: whoever keeps it can tell later that nothing before it was changed.";
        let note = Html::new().raw("<pre class=\"hf-note\">").text(&it.note).raw("</pre>");
        main = main.html(&web::heading(2, "Checkpoint")).html(&web::paragraph(words)).html(&note);
    }
    if key.is_some() && last.is_some() {
        let words = "The bundle holds every entry with its proof, to be checked by a program that is not ours.";
        let link = web::link_button("/ledger/bundle", "Download the bundle", Tone::Secondary);
        main = main.html(&web::heading(2, "Bundle")).html(&web::paragraph(words)).html(&link);
    }
    visit.show(r, &visit.page("Is the ledger whole?").below("/ledger"), &main).await
}

/// The whole ledger with its proofs, to keep.
///
/// # Errors
/// Not allowed for those who do not verify the ledger; not found before it was signed.
pub async fn bundle(visit: Visit) -> Answer {
    let r = visit.read().await?;
    r.may(VERIFY_LEDGER)?;
    let key = verifier(&r).await?.ok_or(Refused::NotFound)?;
    let bytes = bundled(visit.door(), &key).await?;
    visit.download(r, "ledger.json", "application/json", bytes).await
}
