//! Every component once, as pages to look at: `/design` in development, and the tests of looks and accessibility.

use kernel::{Marking, Ts, Wrongs};

use crate::html::{Html, text};
use crate::list::{Column, List, Place, list_of};
use crate::page::Page;
use crate::parts::*;
use crate::{Differs, Typed, something_changed};

/// A page for looking at: its name in the address, its frame without the parts that the hub fills in, its content.
pub type Sample = (&'static str, Page, Html);

/// All pages for looking at. `now` is any instant; nothing here is real.
#[must_use]
pub fn design(now: Ts) -> Vec<Sample> {
    let page = |title: &str| {
        Page {
            nav: vec![
                NavItem::to("/", "My day"),
                NavItem::to("/referrals", "Referrals"),
                NavItem::to("/people", "People"),
                NavItem::to("/daily-meeting", "Daily meeting"),
                NavItem::to("/missing", "Missing"),
            ],
            user: "Sam Example, front door".to_owned(),
            notices: 3,
            phase: Some(("Demonstration".to_owned(), "All people here are invented.".to_owned())),
            mark: Some(Marking::Sensitive),
            ..Page::default()
        }
        .below("/referrals")
        .titled(title)
    };
    let typed = typed();
    let stale = something_changed(
        &[
            Differs { label: "Decision", yours: "Take on", theirs: "Advice only" },
            Differs { label: "Reason", yours: "Seen with older adults\nagain", theirs: "Seen with older adults" },
            Differs { label: "Allocated to", yours: "Nobody", theirs: "Nobody" },
        ],
        "Alex Sample (police) changed it on 28 March 2026, 2:05pm.",
        "/referrals/HF-4K7M-2QXD",
        &button(&Button { text: "Send mine after all", tone: Tone::Secondary, ..Button::default() }),
    );
    vec![
        ("form", page("New referral").back("/referrals").errors(typed.wrongs()), form(&typed)),
        (
            "record",
            page("Kai Example").crumb("/", "Home").crumb("/people", "People").crumb("", "Kai Example"),
            record(now),
        ),
        ("list", page("Referrals").wide().news("Referral HF-4K7M-2QXD was sent"), listed()),
        ("changed", page(&stale.title).back("/referrals"), stale.main.clone()),
        ("said", page("Said").back("/"), said()),
    ]
}

fn typed() -> Typed {
    let mut wrongs = Wrongs::default();
    wrongs.add("name", "Enter the child’s name");
    wrongs.add("born-month", "The month must be a number from 1 to 12, or its name");
    wrongs.add("missing", "Select yes, no or not known");
    wrongs.add("worry", "Select at least one");
    wrongs.add("school", "Select a school");
    wrongs.add("words", "Use 500 characters or fewer; this is 3 too many");
    Typed::blank().with("born-day", "31").with("born-month", "13").with("born-year", "2011").with_wrongs(wrongs)
}

fn form(typed: &Typed) -> Html {
    let schools = [("a", "Ashgrove Academy"), ("b", "Beck Lane School"), ("c", "Calder Bridge School")];
    let older = input(&Input { width: 10, ..Input::of(typed, "older-name", "Who are they?") });
    let worries = vec![
        Choice::of("adults", "Seen with older adults").hint("Who are not family").reveals(older),
        Choice::of("money", "Money or things that nobody can explain"),
        Choice { divider: "or", ..Choice::default() },
        Choice { exclusive: true, ..Choice::of("none", "None of these") },
    ];
    let fields = [
        input(&Input {
            hint: "As the child calls themself",
            autocomplete: "off",
            ..Input::of(typed, "name", "Child’s name")
        }),
        date_input(&DateInput { hint: "For example, 27 3 2011", ..DateInput::of(typed, "born", "Date of birth") }),
        input(&Input { kind: "tel", width: 20, inputmode: "tel", ..Input::of(typed, "phone", "Telephone") }),
        input(&Input {
            prefix: "£",
            suffix: "a week",
            width: 5,
            inputmode: "decimal",
            ..Input::of(typed, "money", "Pocket money")
        }),
        radios(&Radios {
            inline: true,
            ..Radios::of(typed, "missing", "Has the child been missing?", Choice::yes_no_unknown())
        }),
        checkboxes(&Checkboxes {
            size: Size::M,
            hint: "Select all that apply",
            ..Checkboxes::of(typed, "worry", "What is the worry?", worries)
        }),
        select(&Select { suggests: true, ..Select::of(typed, "school", "School", Choice::all(schools)) }),
        select(&Select::of(typed, "ward", "Ward", Choice::all([("1", "Beck"), ("2", "Moor")]))),
        textarea(&Textarea { max: 500, hint: "In your own words", ..Textarea::of(typed, "words", "What happened?") }),
        file_upload(&FileUpload {
            name: "file",
            label: "Picture or letter",
            hint: "PDF, JPG or PNG, at most 10 MB",
            ..FileUpload::default()
        }),
        password_input(&PasswordInput { name: "password", label: "Password", ..PasswordInput::default() }),
        button_group(&[
            button(&Button { text: "Send referral", once: Some(true), ..Button::default() }),
            button(&Button { text: "Save for later", tone: Tone::Secondary, ..Button::default() }),
            link(&Link::to("/referrals", "Cancel")),
        ]),
    ];
    Html::new()
        .html(&heading(1, "New referral"))
        .raw("<form method=\"post\" action=\"/design/form\" novalidate data-autosave=\"/design/draft\">")
        .html(&fields.into_iter().collect())
        .raw("</form>")
}

fn record(now: Ts) -> Html {
    let when = now.words();
    let entry = |title: &str, words: &str| Happened {
        title: text(title),
        by: "Alex Sample, police",
        at: Some(now),
        when: &when,
        description: paragraph(words),
        classes: "",
    };
    let facts = SummaryList {
        rows: vec![
            Row::of("Date of birth", "27 March 2011 (14)").action(Link::to("#", "Change").about("date of birth")),
            Row::of(
                "Status",
                Html::new().html(&tag("Looked after", Colour::Purple)).raw(" ").html(&tag("Missing", Colour::Red)),
            ),
            Row::of("Address", "Known, ask us").action(Link::to("#", "Ask").about("for the address")),
        ],
        ..SummaryList::default()
    };
    let card = Card { title: "Identity", actions: vec![Link::to("#", "Who looked")] };
    [
        identity_bar(
            &text("Kai Example, born 27 March 2011, HF-4K7M-2QXD"),
            &[link_button("#", "Add entry", Tone::Secondary)],
        ),
        heading(1, "Kai Example"),
        banner(Says::Warning, "dog at the address", &text("Dog at the address. Visit in pairs.")),
        sub_navigation(
            "Kai Example",
            "/b",
            &[Link::to("/a", "Overview"), Link::to("/b", "Chronology"), Link::to("/c", "Plans")],
        ),
        summary_list(&facts),
        summary_list(&SummaryList { card: Some(card), ..facts }),
        Html::new()
            .raw("<p class=\"govuk-body\">")
            .each(Colour::ALL, |h, it| h.html(&tag("State", *it)).raw(" "))
            .html(&badge("New", Colour::Green))
            .raw("</p>"),
        timeline(&[
            entry("Returned home", "Found by a neighbour.\nTired and hungry."),
            entry("Reported missing", "Last seen at the bus station."),
        ]),
        work(),
        details("Why may I see this?", &paragraph("You are allocated to Kai."), false),
    ]
    .into_iter()
    .collect()
}

fn work() -> Html {
    [
        task_list(
            "",
            &[
                Task {
                    title: "The child",
                    href: "#",
                    hint: "Names, birth date",
                    status: text("Completed"),
                    waits: false,
                },
                Task { title: "The worry", href: "#", status: tag("Incomplete", Colour::Plain), ..Task::default() },
                Task { title: "Send", status: text("Cannot start yet"), waits: true, ..Task::default() },
            ],
        ),
        tabs(
            "Parts",
            &[
                Tab { id: "one", label: "One", panel: paragraph("First") },
                Tab { id: "two", label: "Two", panel: paragraph("Second") },
            ],
        ),
    ]
    .into_iter()
    .collect()
}

fn listed() -> Html {
    let rows = [
        ("HF-4K7M-2QXD", "Kai Example", "New", 2),
        ("HF-0000-0000", "Mina Invented-Longname", "Waiting", 14),
        ("HF-0000-0000", "Jo Sample", "New", 1),
    ];
    type OneRow = (&'static str, &'static str, &'static str, i32);
    let columns: Vec<Column<OneRow>> = vec![
        Column::of("reference", "Reference", |it: &OneRow| it.0.to_owned())
            .sorts()
            .drawn(|it| it.0.parse().map_or_else(|_| text(it.0), |it| reference_link("#", it))),
        Column::of("child", "Child", |it: &OneRow| it.1.to_owned()),
        Column::of("state", "State", |it: &OneRow| it.2.to_owned()).drawn(|it| tag(it.2, Colour::Plain)),
        Column::of("received", "Received", |_: &OneRow| "28 March 2026, 2:05pm".to_owned()).sorts(),
        Column::of("hours", "Hours open", |it: &OneRow| it.3.to_string()).numeric(),
    ];
    let place = Place::asked(&[("page".to_owned(), "4".to_owned())], &columns, "-received", 3);
    let blank = Typed::blank();
    let small =
        Radios { small: true, ..Radios::of(&blank, "state", "State", Choice::all([("new", "New"), ("all", "All")])) };
    let filter = Filter {
        action: "/referrals",
        fields: radios(&small),
        set: vec![FilterTag { what: "State", text: "New", remove: "/referrals" }],
        clear: "/referrals",
        ..Filter::default()
    };
    Html::new().html(&heading(1, "Referrals")).html(&list_of(&List {
        of: ("referral", "referrals"),
        columns: &columns,
        rows: &rows,
        total: 29,
        place: &place,
        address: "/referrals?state=new",
        filter: Some(filter),
        empty: "No referral waits.",
        exports: &[Link::to("/referrals.csv", "CSV"), Link::to("/referrals.json", "JSON")],
    }))
}

fn said() -> Html {
    [
        panel("Referral sent", &Html::new().raw("Your reference<br><strong>HF-4K7M-2QXD</strong>")),
        warning_text("If a child is in danger now, call 999."),
        inset_text(&paragraph("We tell you within one working day what we decided.")),
        notification_banner(
            &Notification { id: "news", ..Notification::default() },
            &banner_sentence("The daily meeting begins at 9:30am."),
        ),
        banner(Says::Information, "shared", &text("Shared under the partnership’s agreement.")),
        banner(Says::Success, "agreed", &text("The plan was agreed.")),
        breadcrumbs(&[Link::to("/", "Home"), Link::to("", "Here")]),
        pagination(&Pagination {
            previous: Some(Link { href: "#", text: "Previous child", hidden: "Jo Sample" }),
            next: Some(Link { href: "#", text: "Next child", hidden: "Mina Invented" }),
            label: "Children of the meeting",
            ..Pagination::default()
        }),
    ]
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Ts {
        "2026-03-28T14:05:00Z".parse().expect("an instant")
    }

    #[test]
    fn every_sample_page_has_one_heading_and_no_id_twice() {
        for (name, page, main) in design(now()) {
            let html = scraper::Html::parse_document(&page.render(&main));
            assert_eq!(html.errors, Vec::<String>::new(), "{name}");
            let all = |it: &str| scraper::Selector::parse(it).map(|it| html.select(&it).count()).unwrap_or_default();
            assert_eq!(all("h1"), 1, "{name}");
            let ids = scraper::Selector::parse("[id]").expect("a selector");
            let mut seen = std::collections::BTreeSet::new();
            for it in html.select(&ids) {
                assert!(seen.insert(it.value().id().unwrap_or("").to_owned()), "{name}: {:?} twice", it.value().id());
            }
            assert_eq!(all("[style], [onclick], script:not([nonce])"), 0, "{name}: the policy forbids it");
        }
    }
}
