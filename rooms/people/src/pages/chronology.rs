//! The chronology across agencies: filters by kind, agency, days and words; pages, print, and a CSV that says the same as
//! the screen. Days stand in the address; words that are looked for are posted and kept, like every search.

use axum::extract::{Path, Query as Ask};
use door::Reading;
use kernel::{Day, Refused};
use person::{Person, SaveSearch, SearchId, by_reference};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Checkboxes, Choice, Column, Filter, FilterTag, Html, Input, Link, List, Select};

use super::{one, reference};

/// Entries on one page.
const SIZE: i64 = 50;
/// So many at most are printed or taken out at once.
const MOST: i64 = 20_000;

/// An entry with its cells in words.
struct Shown {
    it: entry::Entry,
    cells: [String; 9],
    href: String,
}

/// What an address asks for.
#[derive(Default)]
struct Wanted {
    kinds: Vec<String>,
    agencies: Vec<String>,
    from: Option<Day>,
    to: Option<Day>,
    on: Option<Day>,
    /// The kept search with the words, and the words.
    words: Option<(SearchId, String)>,
    oldest: bool,
}

impl Wanted {
    async fn of(r: &Reading, questions: &[(String, String)]) -> Result<Self, Refused> {
        let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.trim());
        let many = |name: &str| {
            questions.iter().filter(|it| it.0 == name && !it.1.is_empty()).map(|it| it.1.clone()).collect()
        };
        let day = |name: &str| web::parse_day(get(name));
        let words = match get("words").parse::<SearchId>() {
            Ok(id) => Some((id, person::saved(r, id).await?.asked.0.line)),
            Err(_) => None,
        };
        Ok(Self {
            kinds: many("kind"),
            agencies: many("agency"),
            from: day("from"),
            to: day("to"),
            on: day("on"),
            words,
            oldest: get("order") == "oldest",
        })
    }

    fn asked(&self) -> entry::Asked {
        entry::Asked {
            kinds: self.kinds.clone(),
            agencies: self.agencies.clone(),
            from: self.from.map(Day::start),
            to: self.to.map(Day::end),
            known_at: self.on.map(Day::end),
            words: self.words.as_ref().map(|it| it.1.clone()).unwrap_or_default(),
        }
    }

    fn order(&self) -> entry::Order {
        if self.oldest { entry::Order::Oldest } else { entry::Order::Newest }
    }

    /// As pairs of an address, without one of them.
    fn pairs(&self, without: (&str, &str)) -> Vec<(&'static str, String)> {
        let mut all: Vec<(&'static str, String)> = Vec::new();
        all.extend(self.kinds.iter().map(|it| ("kind", it.clone())));
        all.extend(self.agencies.iter().map(|it| ("agency", it.clone())));
        all.extend(self.from.map(|it| ("from", it.to_string())));
        all.extend(self.to.map(|it| ("to", it.to_string())));
        all.extend(self.on.map(|it| ("on", it.to_string())));
        all.extend(self.words.as_ref().map(|it| ("words", it.0.to_string())));
        all.extend(self.oldest.then(|| ("order", "oldest".to_owned())));
        all.retain(|it| !(it.0 == without.0 && (without.1.is_empty() || it.1 == without.1)));
        all
    }

    fn address(&self, at: &str, without: (&str, &str)) -> String {
        let all = self.pairs(without);
        web::address(at, &all.iter().map(|it| (it.0, it.1.as_str())).collect::<Vec<_>>())
    }
}

/// The columns of the file; the screen shows the same cells.
fn columns() -> Vec<Column<Shown>> {
    const KEYS: [&str; 9] =
        ["happened", "recorded", "kind", "title", "text", "agency", "author", "marking", "handling"];
    KEYS.iter()
        .zip(entry::COLUMNS)
        .enumerate()
        .map(|(nth, (key, title))| Column::of(key, title, move |it: &Shown| it.cells[nth].clone()))
        .collect()
}

fn lines(it: &str) -> Html {
    Html::new().each(it.lines().enumerate(), |h, (nth, it)| h.when(nth > 0, |h| h.raw("<br>")).text(it))
}

fn time(at: kernel::Ts) -> Html {
    Html::new().raw("<time").attr("datetime", &at.rfc3339()).raw(">").text(&at.words()).raw("</time>")
}

/// The columns of the screen: the same words, in fewer cells.
fn on_screen() -> Vec<Column<Shown>> {
    let what = |it: &Shown| {
        let (called, text) = (it.cells[3].trim_end_matches('…'), it.cells[4].as_str());
        // An entry without a title is called by its first words: they stand once, and the rest goes on behind them.
        let more = match text.strip_prefix(called) {
            Some(rest) => lines(rest),
            None if text.is_empty() => Html::new(),
            None => Html::new().raw("<br>").html(&lines(text)),
        };
        web::link(&Link::to(&it.href, called))
            .html(&more)
            .when(!it.it.because.is_empty(), |h| h.raw("<br>").text(&format!("(put right: {})", it.it.because)))
    };
    let marks =
        |it: &Shown| web::text(&it.cells[7]).when(!it.cells[8].is_empty(), |h| h.raw("<br>").text(&it.cells[8]));
    vec![
        Column::of("happened", "Happened", |it: &Shown| it.cells[0].clone()).drawn(|it| time(it.it.happened)),
        Column::of("kind", "Kind", |it: &Shown| it.cells[2].clone()),
        Column::of("title", "What", |it: &Shown| it.cells[3].clone()).drawn(what),
        Column::of("agency", "By whom", |it: &Shown| it.cells[5].clone())
            .drawn(|it| web::text(&it.cells[6]).raw("<br>").text(&it.cells[5])),
        Column::of("recorded", "Recorded", |it: &Shown| it.cells[1].clone()).drawn(|it| time(it.it.recorded)),
        Column::of("marking", "Marking", |it: &Shown| it.cells[7].clone()).drawn(marks),
    ]
}

/// What the chronology may be asked as JSON.
pub const ASKS: &[(&str, &str)] = &[
    ("kind", "A code of `note-kinds`, or the kind of a record; may stand several times."),
    ("agency", "The code of an agency; may stand several times."),
    ("from", "The first day, as 2026-03-27."),
    ("to", "The last day."),
    ("on", "As it was known at the end of that day."),
    ("words", "A saved search (`people.search`) whose line is looked for."),
    ("order", "`oldest`; else the newest first."),
    ("page", "Which page, beginning with 1."),
];

/// An entry of a chronology.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub struct EntryRow {
    /// Its id.
    pub id: entry::EntryId,
    /// When it happened.
    pub happened: kernel::Ts,
    /// When it was recorded.
    pub recorded: kernel::Ts,
    /// What it is, in words.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The agency, in words.
    pub agency: String,
    /// Who wrote it.
    pub author: String,
    /// Its marking, in words.
    pub marking: String,
    /// What its handling says.
    pub handling: String,
    /// Why it was put right.
    pub because: String,
}

impl EntryRow {
    /// The row of an entry.
    pub(crate) fn of(
        it: &entry::Entry,
        catalogue: &catalogue::Catalogue,
        authors: &std::collections::HashMap<kernel::UserId, String>,
    ) -> Self {
        let [_, _, kind, title, text, agency, author, marking, handling] = entry::cells(it, catalogue, authors);
        let (id, happened, recorded, because) = (it.id, it.happened, it.recorded, it.because.clone());
        Self { id, happened, recorded, kind, title, text, agency, author, marking, handling, because }
    }
}

/// The chronology as JSON: the same entries in the same words.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn api(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let wanted = Wanted::of(&r, &questions).await?;
    let pages = room::Pages::asked(&questions, SIZE);
    let listed = entry::history(&r, it.id, &wanted.asked(), wanted.order(), pages.part()).await?;
    let authors = entry::authors(&r, &listed.rows).await?;
    let value = pages.listed(listed, |it| EntryRow::of(it, &visit.catalogue, &authors));
    visit.json(r, &value).await
}

/// The chronology.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn page(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let wanted = Wanted::of(&r, &questions).await?;
    let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
    let (csv, print) = (get("as") == "csv", get("as") == "print");
    let columns = on_screen();
    let place = web::Place::asked(&questions, &columns, "happened", if print { MOST } else { SIZE }.unsigned_abs());
    let skip = i64::try_from(place.skip()).unwrap_or(i64::MAX);
    let cut = if csv || print { (MOST, 0) } else { (SIZE, skip) };
    let listed = entry::history(&r, it.id, &wanted.asked(), wanted.order(), cut).await?;
    let authors = entry::authors(&r, &listed.rows).await?;
    let shown = |entry: entry::Entry| {
        let cells = entry::cells(&entry, &visit.catalogue, &authors);
        let href = format!("/people/{}/entries/{}", it.reference, entry.id);
        Shown { it: entry, cells, href }
    };
    let rows: Vec<Shown> = listed.rows.into_iter().map(shown).collect();
    if csv {
        if !r.could_to(action::EXPORT, it.id).await? {
            return Err(Refused::MayNot("Your role does not export.".to_owned()).into());
        }
        let bytes = web::csv(&self::columns(), &rows).into_bytes();
        let name = format!("{}-chronology.csv", it.reference);
        return visit.download(r, &name, "text/csv; charset=utf-8", bytes).await;
    }
    let total = u64::try_from(listed.total).unwrap_or_default();
    let list = drawn(&visit, &r, &it, &wanted, (&columns, &rows, total, &place, print)).await?;
    let mut main = one::bar(&visit, &it, "/chronology").html(&web::heading(1, "Chronology"));
    if let Some(day) = wanted.on {
        let words = format!("As we knew it at the end of {}.", day.words());
        main = main.html(&web::inset_text(&web::text(&words)));
    }
    main = main.html(&list);
    let title = format!("Chronology of {}", it.name());
    let page = visit.page(title).below("/people").marked(kernel::Marking::Sensitive).wide();
    visit.show(r, &page, &main).await
}

type Rows<'a> = (&'a [Column<Shown>], &'a [Shown], u64, &'a web::Place, bool);

async fn drawn(
    visit: &Visit,
    r: &Reading,
    it: &Person,
    wanted: &Wanted,
    (columns, rows, total, place, print): Rows<'_>,
) -> Result<Html, Refused> {
    let at = format!("/people/{}/chronology", it.reference);
    let here = wanted.address(&at, ("", "-"));
    let with = |what: &str| format!("{here}{}as={what}", if here.contains('?') { '&' } else { '?' });
    let (csv, paper) = (with("csv"), with("print"));
    let mut exports = Vec::new();
    if r.could_to(action::EXPORT, it.id).await? {
        exports.push(Link::to(&csv, "CSV"));
    }
    if !print {
        exports.push(Link::to(&paper, "All on one page, for print"));
    }
    let (kinds, agencies) = entry::found_of(r, it.id).await?;
    let panel = Panel { visit, wanted, at: &at };
    let tags = panel.tags();
    let set = tags.iter().map(|it| FilterTag { what: it.0, text: &it.1, remove: &it.2 }).collect();
    let filter = Filter {
        action: &at,
        post: true,
        hidden: visit.form_start(),
        fields: panel.fields(&kinds, &agencies),
        set,
        clear: &at,
    };
    Ok(web::list_of(&List {
        of: ("entry", "entries"),
        columns,
        rows,
        total,
        place,
        address: &here,
        filter: (!print).then_some(filter),
        empty: "Nothing that you may see has been recorded yet.",
        exports: &exports,
    }))
}

/// The filters, and those that are set.
struct Panel<'a> {
    visit: &'a Visit,
    wanted: &'a Wanted,
    at: &'a str,
}

impl Panel<'_> {
    /// The words of a kind: of a note its sort, of others the name of the record.
    fn kind(&self, code: &str) -> String {
        entry::kind_words(&self.visit.catalogue, code)
    }

    fn agency(&self, code: &str) -> String {
        self.visit.catalogue.agency(code).map_or_else(|| code.to_owned(), |it| it.name.clone())
    }

    fn tags(&self) -> Vec<(&'static str, String, String)> {
        let w = self.wanted;
        let mut all = Vec::new();
        let mut add = |what: &'static str, words: String, name: &str, value: &str| {
            all.push((what, words, w.address(self.at, (name, value))));
        };
        w.kinds.iter().for_each(|it| add("kind", self.kind(it), "kind", it));
        w.agencies.iter().for_each(|it| add("agency", self.agency(it), "agency", it));
        w.from.iter().for_each(|it| add("from", format!("From {}", it.words()), "from", ""));
        w.to.iter().for_each(|it| add("to", format!("To {}", it.words()), "to", ""));
        w.on.iter().for_each(|it| add("as known on", format!("As known on {}", it.words()), "on", ""));
        w.words.iter().for_each(|it| add("words", format!("“{}”", it.1), "words", ""));
        all
    }

    fn fields(&self, kinds: &[(String, i64)], agencies: &[(String, i64)]) -> Html {
        let w = self.wanted;
        let named = |all: &[(String, i64)], name: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
            all.iter().map(|(code, many)| (code.clone(), format!("{} ({many})", name(code)))).collect()
        };
        let (kinds, agencies) = (named(kinds, &|it| self.kind(it)), named(agencies, &|it| self.agency(it)));
        let ticks = |name: &'static str, legend: &'static str, all: &[(String, String)], set: &[String]| {
            let choices = all.iter().map(|it| Choice::of(&it.0, &it.1)).collect();
            let values = set.iter().map(String::as_str).collect();
            web::checkboxes(&Checkboxes { name, legend, choices, values, small: true, ..Checkboxes::default() })
        };
        let day = |name: &'static str, label: &'static str, it: Option<Day>| {
            let value = it.map(|it| it.to_string()).unwrap_or_default();
            web::input(&Input { name, label, value: &value, width: 10, ..Input::default() })
        };
        let words = w.words.as_ref().map_or("", |it| it.1.as_str());
        let orders = Choice::all([("newest", "Newest first"), ("oldest", "Oldest first")]);
        let value = if w.oldest { "oldest" } else { "newest" };
        web::input(&Input { name: "look_for", label: "Words", value: words, autocomplete: "off", ..Input::default() })
            .html(&ticks("kind", "Kind", &kinds, &w.kinds))
            .html(&ticks("agency", "Agency", &agencies, &w.agencies))
            .html(&day("from", "From", w.from))
            .html(&day("to", "To", w.to))
            .html(&day("on", "As we knew it on", w.on))
            .html(&web::select(&Select { name: "order", label: "Order", value, choices: orders, ..Select::default() }))
    }
}

/// The filters as an address; words are kept as a search first.
///
/// # Errors
/// When the store refuses.
pub async fn filter(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let at = format!("/people/{}/chronology", reference(&typed)?);
    let mut wanted = Wanted {
        kinds: posted.fields.iter().filter(|it| it.0 == "kind").map(|it| it.1.clone()).collect(),
        agencies: posted.fields.iter().filter(|it| it.0 == "agency").map(|it| it.1.clone()).collect(),
        from: web::parse_day(posted.raw("from")),
        to: web::parse_day(posted.raw("to")),
        on: web::parse_day(posted.raw("on")),
        words: None,
        oldest: posted.raw("order") == "oldest",
    };
    let line = posted.raw("look_for").trim().to_owned();
    if !line.is_empty() {
        let asked = person::Asked { line: line.clone(), ..person::Asked::default() };
        wanted.words = Some((visit.act(posted.key(), SaveSearch { asked }).await?, line));
    }
    Ok(visit.see_other(&wanted.address(&at, ("", "-")), ""))
}
