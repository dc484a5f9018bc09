use kernel::{Day, Refused};

use super::*;

fn form(pairs: &[(&str, &str)]) -> Asked {
    Asked::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

fn day(it: &str) -> Day {
    it.parse().expect("a day")
}

#[test]
fn every_mistake_is_said_at_once_and_in_the_order_of_the_page() {
    let asked =
        form(&[("since-day", "31"), ("since-month", "2"), ("since-year", "2026"), ("age", "many"), ("from", "moon")]);
    let name = asked.text("name", "What is it called?");
    let since = asked.day("since", "When were they last seen?");
    let age = asked.int("age", "Age in years");
    let from = asked.one_of("from", "Where?", ["home", "school"]);
    let it = asked.done(|| Some((name.it()?, since.it()?, age.it()?, from.it()?)));
    let Err(Refused::Wrong(wrongs)) = it else { panic!("it must be refused") };
    let fields: Vec<_> = wrongs.0.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["name", "since-day", "age", "from"]);
    let typed = asked.again(wrongs);
    assert_eq!(typed.error("since"), Some("Enter a real date, such as 27 3 2026"));
    assert_eq!(typed.date("since"), (["31", "2", "2026"], [true, false, false]));
    assert_eq!(typed.get("age"), "many");
}

#[test]
fn what_is_right_comes_out_as_its_type() {
    let asked = form(&[
        ("name", "  Kai\u{0} \n "),
        ("story", "one\r\ntwo\u{7}"),
        ("since-day", " 28"),
        ("since-month", "March"),
        ("since-year", "2026"),
        ("seen", "unknown"),
        ("kinds", "b"),
        ("kinds", "a"),
        ("phone", "01632  960 001"),
        ("ref", "hf4k7m2qx0"),
    ]);
    let name = asked.text("name", "Name");
    let story = asked.long("story", "Story");
    let since = asked.day("since", "Since").not_after(day("2026-03-28"));
    let seen = asked.yes_no_unknown("seen", "Seen?");
    let kinds = asked.some_of("kinds", "Kinds", ["a", "b", "c"]);
    let phone = asked.phone("phone", "Phone");
    let email = asked.email("email", "E-mail").optional();
    let all =
        asked.done(|| Some((name.it()?, story.it()?, since.it()?, seen.it()?, kinds.it()?, phone.it()?, email.it()?)));
    let wanted = (
        "Kai".to_owned(),
        "one\ntwo".to_owned(),
        day("2026-03-28"),
        Answer::Unknown,
        vec!["a".to_owned(), "b".to_owned()],
        "01632 960 001".to_owned(),
        None,
    );
    assert_eq!(all, Ok(wanted));
}

#[test]
fn a_date_says_which_box_is_wrong() {
    for (boxes, field) in [
        (["", "3", "2026"], "since-day"),
        (["1", "", "2026"], "since-month"),
        (["1", "3", ""], "since-year"),
        (["1", "13", "2026"], "since-month"),
        (["1", "3", "26"], "since-year"),
        (["30", "2", "2026"], "since-day"),
        (["", "", ""], "since-day"),
        (["-1", "2", "2026"], "since-day"),
    ] {
        let asked = form(&[("since-day", boxes[0]), ("since-month", boxes[1]), ("since-year", boxes[2])]);
        let _ = asked.day("since", "Since");
        assert_eq!(asked.wrongs().0.first().map(|it| it.field.clone()).as_deref(), Some(field), "{boxes:?}");
    }
    let asked = form(&[("since", "2026-03-28")]);
    assert_eq!(asked.day("since", "Since").it(), Some(day("2026-03-28")));
}

#[test]
fn a_rule_about_a_date_is_said_only_when_the_date_is_real() {
    let asked = form(&[("a", "2026-03-29"), ("b", "nonsense")]);
    let _ = asked.day("a", "A").not_after(day("2026-03-28"));
    let _ = asked.day("b", "B").not_after(day("2026-03-28"));
    let all: Vec<_> = asked.wrongs().0.into_iter().map(|it| it.message).collect();
    assert_eq!(all, ["The date must be 28 March 2026 or earlier", "Enter a real date, such as 2026-03-27"]);
}

#[test]
fn an_instant_is_london_time() {
    let asked = form(&[("at-day", "1"), ("at-month", "7"), ("at-year", "2026"), ("at-time", "2pm")]);
    assert_eq!(asked.at("at", "When?").it().map(kernel::Ts::rfc3339).as_deref(), Some("2026-07-01T14:00:00+01:00"));
    let asked = form(&[("at-day", "1"), ("at-month", "7"), ("at-year", "2026"), ("at-time", "later")]);
    assert_eq!(asked.at("at", "When?").it(), None);
    assert_eq!(asked.again(kernel::Wrongs::default()).error("at"), None);
}

#[test]
fn a_longer_limit_forgives_the_usual_one() {
    let long = "x".repeat(300);
    let asked = form(&[("a", &long), ("b", &long), ("c", &long)]);
    assert!(asked.text("a", "A").it().is_none());
    assert!(asked.text("b", "B").max(400).it().is_some());
    assert!(asked.text("c", "C").optional().it().is_none());
}

#[test]
fn an_empty_field_says_what_to_enter() {
    let asked = form(&[]);
    let _ = asked.text("a", "Date of birth");
    let _ = asked.text("b", "NHS number");
    let _ = asked.text("c", "What happened?");
    let _ = asked.text("d", "Name").needed("Enter the child’s name");
    let all: Vec<_> = asked.wrongs().0.into_iter().map(|it| it.message).collect();
    assert_eq!(
        all,
        ["Enter date of birth", "Enter NHS number", "Answer the question: What happened?", "Enter the child’s name"]
    );
}

#[test]
fn only_an_address_that_mail_could_reach_is_taken() {
    for good in ["a@example.org", "first.last+tag@sub.example.org"] {
        assert!(form(&[("e", good)]).email("e", "E").it().is_some(), "{good}");
    }
    for bad in [
        "a",
        "a@b",
        "a@@example.org",
        "a b@example.org",
        "a@example..org",
        "a@-x.org",
        "a@example.org,b@example.org",
        "@x.org",
    ] {
        assert!(form(&[("e", bad)]).email("e", "E").it().is_none(), "{bad}");
    }
}

#[tokio::test]
async fn a_handler_may_take_a_form_and_wait_while_it_holds_its_fields() {
    let post = |kind: &str, body: &'static str| {
        let it = axum::http::Request::builder().method("POST").header("content-type", kind);
        it.body(axum::body::Body::from(body)).expect("a request")
    };
    let form = "application/x-www-form-urlencoded";
    let read = async {
        let asked = Asked::from_request(post(form, "name=Kai+Example&name=two&x=%00"), &()).await.expect("a form");
        let name = asked.text("name", "Name");
        tokio::task::yield_now().await;
        name.it()
    };
    fn may_move_between_threads<T: Send>(it: T) -> T {
        it
    }
    assert_eq!(may_move_between_threads(read).await.as_deref(), Some("Kai Example"));
    let odd = Asked::from_request(post("application/json", "{}"), &()).await;
    assert_eq!(odd.err().map(|it| it.0), Some(axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE));
}
