//! Configuration by files alone, on both engines: no rebuilding, and old records keep the version they were made with.

use administration::configuration::stored;
use door::Acting;

use crate::cli::{district, edit};
use crate::kit::{Browser, Hub, on_both_as_shipped};

async fn signed_in(hub: &Hub, name: &str) -> Browser {
    let mut it = Browser::of(hub);
    assert_eq!(it.sign_in(hub, name).await.status, 200, "{name}");
    it
}

async fn refers(hub: &Hub, what: &str) -> String {
    let mut anybody = Browser::of(hub);
    let page = anybody.get("/refer").await;
    let fields = [
        ("urgent.immediate_danger", "no"),
        ("concern.about", "child"),
        ("concern.what", what),
        ("children.0.forename", "Quillon"),
        ("children.0.surname", "Zephyrson"),
        ("children.count", "1"),
        ("referrer.contact", "no"),
    ];
    let text = anybody.submit(&page, "/refer", &fields).await.text();
    let at = text.find("HF-").unwrap_or_else(|| panic!("no reference in {text}"));
    text[at..at + 12].to_owned()
}

/// An agency, a code, a question, an instrument and a clock more, and a question that is worded otherwise.
fn changed() -> std::path::PathBuf {
    let dir = district();
    edit(
        &dir,
        "agencies.toml",
        "[[agency]]\ncode = \"wrenmoor-adults\"",
        "[[agency]]\ncode = \"heron-trust\"\nname = \"Heron Trust\"\nkind = \"vcs\"\nfrom = \"2010-01-01\"\nsource = \"HF\"\n\
         contact = { mailbox = \"heron@wrenmoor.example\", out_of_hours = \"Leave a message.\" }\nteams = []\n\n\
         [[agency]]\ncode = \"wrenmoor-adults\"",
    );
    edit(
        &dir,
        "codes/front_door.toml",
        "  { code = \"9\", label",
        "  { code = \"11\", label = \"Faith group\" },\n  { code = \"9\", label",
    );
    let form = "forms/referral-public.toml";
    std::fs::copy(dir.join(form), dir.join("forms/referral-public-2.toml")).unwrap();
    edit(&dir, form, "from = \"2010-01-01\"", "from = \"2010-01-01\"\nto = \"2026-11-03\"");
    let form = "forms/referral-public-2.toml";
    edit(&dir, form, "version = 1\nfrom = \"2010-01-01\"", "version = 2\nfrom = \"2026-11-04\"");
    edit(&dir, form, "label = \"What worries you?\"", "label = \"What is it that worries you?\"");
    edit(
        &dir,
        form,
        "  { id = \"when\", label = \"When did it happen?\"",
        "  { id = \"weather\", label = \"What was the weather like?\", kind = \"text\", max = 50 },\n  { id = \"when\", label = \"When did it happen?\"",
    );
    let instrument = std::fs::read_to_string(dir.join("instruments/f2-c.toml")).unwrap();
    let instrument = instrument
        .replace("id = \"F2-C\"", "id = \"F2-D\"")
        .replace("Checklist for a referral", "Checklist of the north");
    std::fs::write(dir.join("instruments/f2-d.toml"), instrument).unwrap();
    let clocks = std::fs::read_to_string(dir.join("clocks/front_door.toml")).unwrap();
    let more = "\n[[clock]]\nid = \"CK-190\"\nname = \"Ring the sender back\"\nlength = \"4 h\"\n\
        accountable = { words = \"front door\", role = \"screener\", kind = \"council-children\" }\n\
        starts = \"front_door.referral-received\"\nstops = { all = [ \"front_door.referral-decided\" ] }\nabout = \"referral\"\n\
        from = \"2010-01-01\"\nsource = \"HF\"\nconfidence = \"HF\"\n";
    std::fs::write(dir.join("clocks/front_door.toml"), clocks + more).unwrap();
    dir
}

async fn clocks(hub: &Hub, id: &str) -> i64 {
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    let sql = "SELECT COUNT(*) FROM clock WHERE definition = $1";
    r.plain_one::<(i64,)>(sql, door::args![id.to_owned()]).await.unwrap().unwrap().0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agency_a_code_a_question_an_instrument_and_a_clock_come_by_files_alone_and_old_records_keep_their_version()
{
    on_both_as_shipped(async |hub| {
        hub.somebody("admin", "admin", "wrenmoor-governance", "council-other").await;
        hub.somebody("screener", "screener", "wrenmoor-children", "council-children").await;
        let old = refers(&hub, "Before the change.").await;
        let applied = hub::cli::config::applied(&hub.house, &changed()).await;
        let applied = applied.unwrap_or_else(|e| panic!("{}", e.words()));
        assert_eq!(applied.nth, 2);
        let form = Browser::of(&hub).get("/refer").await.text();
        assert!(form.contains("What was the weather like?"), "the question is asked: {form}");
        let new = refers(&hub, "After the change.").await;
        assert_eq!(clocks(&hub, "CK-190").await, 1, "the clock runs for what came after, and only for that");
        let mut screener = signed_in(&hub, "screener").await;
        let before = screener.get(&format!("/referrals/{old}")).await.text();
        assert!(before.contains("What worries you?"), "the old record keeps its questions: {before}");
        let after = screener.get(&format!("/referrals/{new}")).await.text();
        assert!(after.contains("What is it that worries you?"), "{after}");
        let mut admin = signed_in(&hub, "admin").await;
        assert!(admin.get("/users/new").await.body.contains("Heron Trust"), "the agency can hold seats");
        let page = admin.get("/configuration").await.text();
        for it in ["Version 2", "heron-trust", "CK-190", "Checklist of the north", "referral-public"] {
            assert!(page.contains(it), "{it} in {page}");
        }
        let changes = admin.get("/configuration/2").await.text();
        for it in ["heron-trust", "CK-190", "F2-D", "code 11"] {
            assert!(changes.contains(it), "{it} in {changes}");
        }
        assert!(hub.house.catalogue().codes("referral-source").unwrap().get("11").is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_server_takes_what_another_process_applied_and_a_start_takes_what_is_stored() {
    on_both_as_shipped(async |hub| {
        hub.somebody("admin", "admin", "wrenmoor-governance", "council-other").await;
        let dir = district();
        edit(&dir, "partnership.toml", "idle_minutes = 15", "idle_minutes = 45");
        let before = hub.house.catalogue();
        let known = hub::serve::newer(&hub.house, 0).await.unwrap();
        hub::cli::config::applied(&hub.house, &dir).await.unwrap_or_else(|e| panic!("{}", e.words()));
        hub.house.current.set(catalogue::Catalogue::clone(&before)); // as another process would still have it
        assert_eq!(hub::serve::newer(&hub.house, known).await.unwrap(), known + 1);
        assert_eq!(hub.house.catalogue().partnership.session.idle_minutes, 45);
        let kept = stored(&hub.house.door).await.unwrap().unwrap();
        assert_eq!(kept.partnership.session.idle_minutes, 45);
        let opened = administration::configuration::opened(&hub.house.door, &before).await.unwrap();
        assert_eq!(opened.partnership.session.idle_minutes, 45, "what is stored counts, not what was handed in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_configuration_that_would_make_old_records_unreadable_is_refused_with_file_and_mend() {
    on_both_as_shipped(async |hub| {
        let dir = district();
        edit(&dir, "forms/referral-public.toml", "label = \"What worries you?\"", "label = \"What is it?\"");
        let no = hub::cli::config::applied(&hub.house, &dir).await.unwrap_err();
        assert_eq!(no.code(), 2);
        assert!(no.words().contains("write version = 2"), "{}", no.words());
        assert_eq!(administration::configuration::number(&hub.house.door).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_links_at_the_foot_of_every_page_lead_somewhere() {
    on_both_as_shipped(async |hub| {
        let mut anybody = Browser::of(&hub);
        let privacy = anybody.get("/privacy").await;
        assert_eq!(privacy.status, 200);
        assert!(!privacy.text().contains('{'), "placeholders are filled: {}", privacy.text());
        assert!(anybody.get("/accessibility").await.text().contains("Web Content Accessibility Guidelines"));
        assert!(anybody.get("/cookies").await.text().contains("holdfast-half"));
    })
    .await;
}
