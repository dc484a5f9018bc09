//! Accounts, as people come to have one and sign in, on both engines.

use administration::enrol::first_run_ticket;
use identity::TotpSecret;

use crate::kit::{Browser, Hub, Seen, on_both};

const PASSWORD: &str = "kettle orbit marzipan ferry";

/// The key that the page shows for typing.
fn key(page: &Seen) -> TotpSecret {
    let text = page.text();
    let from = text.split("Key: ").nth(1).unwrap_or_else(|| panic!("no key in {text}"));
    let words: Vec<&str> = from.split(' ').take_while(|it| it.len() == 4 && *it == it.to_uppercase()).collect();
    TotpSecret::from_base32(&words.join(" ")).unwrap()
}

fn fields<'a>(password: &'a str, code: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("user", "R.Thorn"),
        ("shown-as", "Rowan Thorn"),
        ("mail", "rowan.thorn@wrenmoor.example"),
        ("agency", "wrenmoor-governance"),
        ("password", password),
        ("again", password),
        ("code", code),
    ]
}

fn now(hub: &Hub, secret: &TotpSecret) -> String {
    secret.code(hub.house.door.now())
}

/// The first administrator, made at the one-time address.
async fn first_administrator(hub: &Hub) -> (String, TotpSecret, Seen) {
    let path = first_run_ticket(&hub.house.door).await.unwrap().unwrap();
    let mut browser = Browser::of(hub);
    let page = browser.get(&path).await;
    let secret = key(&page);
    let done = browser.submit(&page, &path, &fields(PASSWORD, &now(hub, &secret))).await;
    (path, secret, done)
}

async fn password_given(browser: &mut Browser, user: &str, password: &str) -> Seen {
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("user", user), ("password", password)]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_administrator_comes_by_a_one_time_address_and_no_second_one_does() {
    on_both(async |hub| {
        let (path, secret, done) = first_administrator(&hub).await;
        assert!(done.text().contains("Your recovery codes"), "{}", done.text());
        let mut browser = Browser::of(&hub);
        assert_eq!(browser.get(&path).await.status, 404, "the address works once");
        assert_eq!(first_run_ticket(&hub.house.door).await.unwrap(), None, "there is an account now");
        hub.pass_hours(1);
        let page = password_given(&mut browser, "r.thorn", PASSWORD).await;
        let code = now(&hub, &secret);
        browser.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert!(browser.get("/account").await.text().contains("Rowan Thorn"));
        let mut other = Browser::of(&hub);
        let page = password_given(&mut other, "r.thorn", PASSWORD).await;
        let again = other.submit(&page, "/sign-in/code", &[("code", &code)]).await;
        assert!(again.text().contains("used before"), "a code works once: {}", again.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_easy_password_and_a_wrong_code_are_said_together_and_the_address_still_works() {
    on_both(async |hub| {
        let path = first_run_ticket(&hub.house.door).await.unwrap().unwrap();
        let mut browser = Browser::of(&hub);
        let page = browser.get(&path).await;
        let wrong = browser.submit(&page, &path, &fields("rowan thorn", "000")).await;
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.text().contains("at least 12 characters") && wrong.text().contains("code is wrong"),
            "{}",
            wrong.text()
        );
        assert!(!wrong.body.contains("rowan thorn"), "a password is never shown again");
        let newer = first_run_ticket(&hub.house.door).await.unwrap().unwrap();
        assert_eq!(browser.get(&path).await.status, 404, "a newer address makes the older one void");
        assert_eq!(browser.get(&newer).await.status, 200);
        hub.pass_hours(25);
        assert_eq!(browser.get(&newer).await.status, 404, "it holds for a day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_name_gets_the_same_answer_and_too_many_tries_must_wait() {
    on_both(async |hub| {
        first_administrator(&hub).await;
        let mut browser = Browser::of(&hub);
        let unknown = password_given(&mut browser, "nobody", "wrong").await.text();
        for _ in 0..5 {
            assert_eq!(password_given(&mut browser, "r.thorn", "wrong").await.text(), unknown);
        }
        let page = password_given(&mut browser, "r.thorn", PASSWORD).await;
        assert_eq!(page.status, 429, "even with the right password: {}", page.text());
        hub.pass_hours(1);
        assert!(password_given(&mut browser, "r.thorn", PASSWORD).await.at.starts_with("/sign-in/code"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_its_token_does_nothing() {
    on_both(async |hub| {
        let path = first_run_ticket(&hub.house.door).await.unwrap().unwrap();
        let mut browser = Browser::of(&hub);
        let page = browser.get(&path).await;
        let code = now(&hub, &key(&page));
        let all: Vec<_> = fields(PASSWORD, &code).into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        assert_eq!(browser.post(&path, &all).await.status, 409);
        assert_eq!(browser.get(&path).await.status, 200, "the address was not used");
    })
    .await;
}
