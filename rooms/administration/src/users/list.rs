//! The list of users: everybody for those who propose users, one's own agencies for their managers.

use axum::extract::Query as Ask;
use catalogue::Catalogue;
use door::{Account, AccountState, Condition, Query, Reading, Seat, args};
use kernel::{Day, Refused};
use policy::action;
use room::{Answer, Pages, Posted, Visit};
use web::{Button, Choice, Column, Filter, FilterTag, Html, Input, Link, List, Place, Select, Typed};

use super::seating::{Standing, standing};

/// Rows a page.
const SIZE: i64 = 25;

/// One line of the list.
struct Line {
    account: Account,
    seats: String,
    live: Vec<Seat>,
    waits: bool,
}

/// What is asked for.
#[derive(Clone, Default)]
struct Asked {
    state: Option<AccountState>,
    agency: String,
    role: String,
    waits: bool,
    name: String,
}

impl Asked {
    fn of(questions: &[(String, String)]) -> Self {
        let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
        Self {
            state: get("state").parse().ok(),
            agency: get("agency").to_owned(),
            role: get("role").to_owned(),
            waits: get("waits") == "yes",
            name: String::new(),
        }
    }

    fn questions(&self) -> Vec<(&str, &str)> {
        let state = self.state.map(AccountState::as_str).unwrap_or_default();
        let waits = if self.waits { "yes" } else { "" };
        let all = [("state", state), ("agency", &self.agency), ("role", &self.role), ("waits", waits)];
        all.into_iter().filter(|it| !it.1.is_empty()).collect()
    }

    fn narrow(&self, mut q: Query, today: Day) -> Query {
        const LIVE: &str = "EXISTS (SELECT 1 FROM seat s WHERE s.holder = t.id
            AND (s.holds_to IS NULL OR s.holds_to >= {}) AND s.agency = {})";
        const ROLE: &str = "EXISTS (SELECT 1 FROM seat s WHERE s.holder = t.id
            AND (s.holds_to IS NULL OR s.holds_to >= {}) AND s.role = {})";
        const WAITS: &str = "EXISTS (SELECT 1 FROM seat s WHERE s.holder = t.id AND s.confirmed_by IS NULL
            AND (s.holds_to IS NULL OR s.holds_to >= {}))";
        q = q.and_if("t.state = {}", self.state);
        if !self.agency.is_empty() {
            q = q.and(LIVE, args![today, self.agency.clone()]);
        }
        if !self.role.is_empty() {
            q = q.and(ROLE, args![today, self.role.clone()]);
        }
        if self.waits {
            q = q.and(WAITS, args![today]);
        }
        if !self.name.is_empty() {
            let like = format!("%{}%", self.name.to_lowercase().replace(['%', '_'], ""));
            q = q.and("LOWER(t.shown_as) LIKE {} OR t.name LIKE {}", args![like.clone(), like]);
        }
        q
    }
}

/// Whom this reader may see: everybody, or those with a seat at an agency of theirs.
fn seen_by(r: &Reading) -> Option<Condition> {
    if r.could(action::PROPOSE_USER) {
        return None;
    }
    let mut all = Condition::of("t.id = {}", args![r.acting.recorded_as()]);
    for it in r.acting.principal.seats() {
        let one = "EXISTS (SELECT 1 FROM seat s WHERE s.holder = t.id AND s.agency = {})";
        all = all.or(Condition::of(one, args![it.agency.clone()]));
    }
    Some(all)
}

/// Whether this reader may see an account's page.
pub(super) fn may_see(r: &Reading, seats: &[Seat]) -> bool {
    r.could(action::PROPOSE_USER) || seats.iter().any(|it| r.acting.principal.in_agency(&it.agency))
}

async fn lines(r: &Reading, catalogue: &Catalogue, asked: &Asked, place: &Place) -> Result<(Vec<Line>, i64), Refused> {
    let today = r.now.day();
    let narrow = |q: Query| {
        let q = asked.narrow(q, today);
        match seen_by(r) {
            Some(condition) => q.and_condition(&condition),
            None => q,
        }
    };
    let count: Vec<(i64,)> = r.plain_find(narrow(Query::new("SELECT COUNT(*) FROM account t", vec![]))).await?;
    let skip = i64::try_from(place.skip()).unwrap_or_default();
    let order = match (place.sort.as_str(), place.down) {
        ("created", false) => "ORDER BY t.created, t.id",
        ("created", true) => "ORDER BY t.created DESC, t.id",
        (_, true) => "ORDER BY t.shown_as DESC, t.id",
        (_, false) => "ORDER BY t.shown_as, t.id",
    };
    let page = narrow(Query::new("SELECT t.* FROM account t", vec![]))
        .tail(order, vec![])
        .tail("LIMIT {} OFFSET {}", args![SIZE, skip]);
    let mut all = Vec::new();
    for account in r.plain_find::<Account>(page).await? {
        let mut live = super::seats(r, account.id).await?;
        live.retain(|it| standing(it, today) != Standing::Over);
        let waits = live.iter().any(|it| standing(it, today) == Standing::Proposed);
        let words: Vec<String> = live.iter().map(|it| seat_words(catalogue, it)).collect();
        all.push(Line { account, seats: words.join("; "), live, waits });
    }
    Ok((all, count.first().map_or(0, |it| it.0)))
}

/// A seat in words: role and agency.
pub(crate) fn seat_words(catalogue: &Catalogue, it: &Seat) -> String {
    let role = catalogue.role(&it.role).map_or(it.role.as_str(), |it| it.label.as_str());
    let agency = catalogue.agency(&it.agency).map_or(it.agency.as_str(), |it| it.name.as_str());
    format!("{role}, {agency}")
}

/// An account's state as a coloured word.
pub(super) fn state_tag(state: AccountState) -> Html {
    let colour = match state {
        AccountState::Invited => web::Colour::Yellow,
        AccountState::Active => web::Colour::Green,
        AccountState::Suspended => web::Colour::Red,
        AccountState::Left => web::Colour::Grey,
    };
    web::tag(state.label(), colour)
}

fn columns() -> Vec<Column<Line>> {
    vec![
        Column::of("name", "Name", |it: &Line| it.account.shown_as.clone())
            .drawn(|it: &Line| web::link(&Link::to(&format!("/users/{}", it.account.id), &it.account.shown_as)))
            .sorts(),
        Column::of("user", "User name", |it: &Line| it.account.name.clone()),
        Column::of("seats", "Seats", |it: &Line| it.seats.clone()),
        Column::of("state", "State", |it: &Line| it.account.state.label().to_owned()).drawn(|it: &Line| {
            let tag = state_tag(it.account.state);
            if it.waits { tag.raw(" ").html(&web::tag("Seat waits", web::Colour::Orange)) } else { tag }
        }),
        Column::of("created", "Since", |it: &Line| it.account.created.day().words()).sorts(),
    ]
}

/// The list as JSON: the same rows.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let place = Place::asked(&questions, &columns(), "name", SIZE.unsigned_abs());
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let (rows, total) = lines(&r, &visit.catalogue, &Asked::of(&questions), &place).await?;
    let today = r.now.day();
    let rows = rows.iter().map(|it| super::api::user(&it.account, &it.live, today)).collect();
    visit.json(r, &pages.listing(rows, total)).await
}

/// The list.
///
/// # Errors
/// When the store refuses.
pub async fn users(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let place = Place::asked(&questions, &columns(), "name", SIZE.unsigned_abs());
    draw(&visit, Asked::of(&questions), &place).await
}

/// The list of those whose name holds what was typed; posted, so that no name stands in an address.
///
/// # Errors
/// When the store refuses.
pub async fn find(visit: Visit, posted: Posted) -> Answer {
    let asked = Asked { name: posted.raw("name").trim().chars().take(60).collect(), ..Asked::default() };
    draw(&visit, asked, &Place::asked(&[], &columns(), "name", SIZE.unsigned_abs())).await
}

async fn draw(visit: &Visit, asked: Asked, place: &Place) -> Answer {
    let r = visit.read().await?;
    let columns = columns();
    let (rows, total) = lines(&r, &visit.catalogue, &asked, place).await?;
    let list = web::list_of(&List {
        of: ("user", "users"),
        columns: &columns,
        rows: &rows,
        total: u64::try_from(total).unwrap_or_default(),
        place,
        address: &web::address("/users", &asked.questions()),
        filter: Some(panel(visit, &r, &asked)),
        empty: "There is no user whom you may see.",
        exports: &[],
    });
    let mut main = web::heading(1, "Users");
    if r.could(action::PROPOSE_USER) {
        main = main.html(&web::link_button("/users/new", "Invite somebody", web::Tone::Main));
    }
    main = main.html(&finder(visit, &asked)).html(&list);
    visit.show(r, &visit.page("Users").below("/users").wide(), &main).await
}

fn finder(visit: &Visit, asked: &Asked) -> Html {
    let typed = Typed::blank().with("name", asked.name.clone());
    let clear = if asked.name.is_empty() {
        Html::new()
    } else {
        web::paragraph(&format!("Names that hold “{}”.", asked.name))
            .html(&web::link_line(&Link::to("/users", "Show all")))
    };
    Html::new()
        .raw("<form method=\"post\" action=\"/users/find\" role=\"search\">")
        .html(&visit.form_start())
        .html(&web::input(&Input { width: 20, ..Input::of(&typed, "name", "Find by name") }))
        .html(&web::button(&Button { text: "Find", tone: web::Tone::Secondary, ..Button::default() }))
        .raw("</form>")
        .html(&clear)
}

fn panel<'a>(visit: &Visit, r: &Reading, asked: &'a Asked) -> Filter<'a> {
    let today = r.now.day();
    let typed = Typed::blank()
        .with("state", asked.state.map(AccountState::as_str).unwrap_or_default())
        .with("agency", asked.agency.clone())
        .with("role", asked.role.clone());
    let states = AccountState::ALL.iter().map(|it| Choice::of(it.as_str(), it.label())).collect();
    let catalogue = &visit.catalogue;
    let all = r.could(action::PROPOSE_USER);
    let own = |code: &str| all || r.acting.principal.in_agency(code);
    let agencies = catalogue.agencies.iter().filter(|it| own(&it.code));
    let agencies = agencies.map(|it| Choice::of(&it.code, &it.name)).collect();
    let roles = catalogue.roles.iter().filter(|it| catalogue::Dated::holds_on(*it, today));
    let roles = roles.map(|it| Choice::of(&it.code, &it.label)).collect();
    let fields = web::select(&Select::of(&typed, "state", "State", states))
        .html(&web::select(&Select::of(&typed, "agency", "Agency", agencies)))
        .html(&web::select(&Select::of(&typed, "role", "Role", roles)));
    let mut set = Vec::new();
    for (what, text) in [
        ("State", asked.state.map(AccountState::label).unwrap_or_default()),
        ("Agency", asked.agency.as_str()),
        ("Role", asked.role.as_str()),
        ("Seat", if asked.waits { "waits to be confirmed" } else { "" }),
    ] {
        if !text.is_empty() {
            set.push(FilterTag { what, text, remove: "/users" });
        }
    }
    Filter { action: "/users", fields, set, clear: "/users", ..Filter::default() }
}
