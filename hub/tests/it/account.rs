//! One's own account and ways in, on both engines.

use crate::kit::{Browser, Hub, Seen, on_both};

const OWN: &str = "heather-on-the-moor-screener";

async fn screener(hub: &Hub) -> Browser {
    hub.somebody("screener", "screener", "wrenmoor-children", "council-children").await;
    let mut it = Browser::of(hub);
    assert_eq!(it.sign_in(hub, "screener").await.status, 200);
    it
}

async fn password_given(browser: &mut Browser, password: &str) -> Seen {
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("user", "screener"), ("password", password)]).await
}

/// Ten new recovery codes, as the page shows them once.
async fn codes(browser: &mut Browser) -> Vec<String> {
    let form = browser.get("/account/codes").await;
    let shown = browser.submit(&form, "/account/codes", &[("current", OWN)]).await.text();
    shown.split(' ').filter(|it| it.len() == 29 && it.matches('-').count() == 5).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_lets_one_in_once_when_the_telephone_is_lost() {
    on_both(async |hub| {
        let mut here = screener(&hub).await;
        let codes = codes(&mut here).await;
        assert_eq!(codes.len(), 10);
        let mut elsewhere = Browser::of(&hub);
        let page = password_given(&mut elsewhere, OWN).await;
        let typed = codes[3].to_lowercase().replace('-', " ");
        let inside = elsewhere.submit(&page, "/sign-in/code", &[("recovery", &typed)]).await;
        assert!(inside.text().contains("9 left"), "{}", inside.text());
        let mut again = Browser::of(&hub);
        let page = password_given(&mut again, OWN).await;
        let refused = again.submit(&page, "/sign-in/code", &[("recovery", &codes[3])]).await;
        assert!(refused.text().contains("used before"), "{}", refused.text());
        assert_eq!(again.get("/account").await.at, "/sign-in?next=%2Faccount");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_changes_ones_own_password_with_the_old_one_and_is_signed_out_everywhere_else() {
    on_both(async |hub| {
        let mut here = screener(&hub).await;
        hub.pass_minutes(1);
        let mut there = Browser::of(&hub);
        there.sign_in(&hub, "screener").await;
        let form = here.get("/account/password").await;
        let new = "kettle orbit marzipan ferry";
        let wrong =
            here.submit(&form, "/account/password", &[("current", "guess"), ("password", new), ("again", new)]).await;
        assert!(wrong.text().contains("This is not your password"), "{}", wrong.text());
        let done =
            here.submit(&form, "/account/password", &[("current", OWN), ("password", new), ("again", new)]).await;
        assert_eq!(done.at, "/account", "{}", done.text());
        assert!(there.get("/account").await.at.starts_with("/sign-in"), "signed out elsewhere");
        assert!(password_given(&mut there, OWN).await.text().contains("wrong"));
        assert!(password_given(&mut there, new).await.at.starts_with("/sign-in/code"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_has_the_rights_of_its_maker_until_it_is_revoked_and_a_browsers_secret_is_no_token() {
    on_both(async |hub| {
        let mut here = screener(&hub).await;
        let form = here.get("/account/token").await;
        let shown =
            here.submit(&form, "/account/token", &[("name", "school system"), ("days", "30"), ("current", OWN)]).await;
        let text = shown.text();
        let token = text.split(' ').find(|it| it.len() == 43).unwrap_or_else(|| panic!("no token in {text}"));
        let mut program = Browser::of(&hub);
        assert_eq!(program.asks("/api/v1/referrals", token).await.status, 200);
        assert_eq!(program.asks("/api/v1/referrals", "made-up").await.status, 401);
        let secret = here.cookie_of("holdfast");
        assert_eq!(program.asks("/api/v1/referrals", &secret).await.status, 401, "a browser's secret is no token");
        hub.pass_hours(8);
        assert_eq!(program.asks("/api/v1/referrals", token).await.status, 200, "a token does not idle out");
        let mut again = Browser::of(&hub);
        again.sign_in(&hub, "screener").await;
        let page = again.get("/account").await;
        assert!(page.text().contains("school system"), "{}", page.text());
        let other = again.submit(&page, "/account/end", &[]).await; // where one signed in eight hours ago
        again.submit(&other, "/account/end", &[]).await;
        assert_eq!(program.asks("/api/v1/referrals", token).await.status, 401, "revoked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_before_the_last_success_no_longer_count() {
    on_both(async |hub| {
        let mut here = screener(&hub).await;
        for _ in 0..2 {
            hub.pass_minutes(1);
            for _ in 0..4 {
                password_given(&mut here, "wrong").await;
            }
            let mut fresh = Browser::of(&hub);
            assert_eq!(fresh.sign_in(&hub, "screener").await.at, "/", "four slips and then right, twice");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staying_signed_in_lengthens_the_session_from_that_very_click() {
    on_both(async |hub| {
        let mut here = screener(&hub).await;
        hub.pass_minutes(14);
        let said: serde_json::Value = serde_json::from_str(&here.get("/session").await.body).unwrap();
        let at = |name: &str| said[name].as_str().unwrap().parse::<kernel::Ts>().unwrap();
        assert_eq!(at("ends").seconds_since(at("now")), 15 * 60, "{said}");
        hub.pass_minutes(14);
        assert_eq!(here.get("/account").await.status, 200);
        hub.pass_minutes(16);
        assert!(here.get("/account").await.at.starts_with("/sign-in"));
    })
    .await;
}
