//! Against a small mail server in this process.

use std::sync::{Arc, Mutex};

use kernel::Ts;
use proptest::prelude::*;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use crate::*;

/// Every message that the sink took: sender, reader, bytes.
type Taken = Arc<Mutex<Vec<(String, String, String)>>>;

/// A server that takes letters, except to `bounce@` (550), `later@` (451) and `config@` (535).
async fn sink(greeting: &'static str) -> (u16, Taken) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Taken::default();
    let all = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, greeting, Arc::clone(&all)));
        }
    });
    (port, taken)
}

async fn talk(stream: TcpStream, greeting: &str, taken: Taken) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut from, mut to) = (String::new(), String::new());
    write.write_all(format!("{greeting}\r\n").as_bytes()).await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-sink.example\r\n250 8BITMIME",
            "MAIL" => {
                from = line.clone();
                "250 OK"
            }
            "RCPT" if line.contains("<bounce@") => "550 5.1.1 no such user",
            "RCPT" if line.contains("<later@") => "451 4.7.1 try later",
            "RCPT" if line.contains("<config@") => "535 5.7.8 sign in first",
            "RCPT" => {
                to = line.clone();
                "250 OK"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|it| it != ".") {
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                taken.lock().ok()?.push((from.clone(), to.clone(), text));
                "250 queued"
            }
            "QUIT" => "221 bye",
            "RSET" | "NOOP" => "250 OK",
            _ => "500 what?",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    None
}

fn now() -> Ts {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.into(),
        subject: "Your referral HF-4K7M-2QXD".into(),
        text: "It was received.\n.\nThank you.".into(),
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        reply_to: None,
    }
}

fn mailer(port: u16, encryption: Encryption) -> Mailer {
    let smtp = Smtp { encryption, timeout: 5, hello: Some("hub.example".into()), ..Smtp::new("127.0.0.1", port) };
    Mailer::new(&Settings::Smtp(smtp), "Holdfast <hub@council.example>").unwrap()
}

async fn sent(letter: &Letter) -> (Outcome, Vec<(String, String, String)>) {
    let (port, taken) = sink("220 sink.example ESMTP").await;
    let outcome = mailer(port, Encryption::None).send(letter, now()).await;
    let taken = taken.lock().unwrap().clone();
    (outcome, taken)
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written() {
    let (outcome, taken) = sent(&letter("worker@school.example")).await;
    assert_eq!(outcome, Outcome::Sent);
    let [(from, to, text)] = taken.as_slice() else { panic!("{taken:?}") };
    assert!(from.starts_with("MAIL FROM:<hub@council.example>") && to == "RCPT TO:<worker@school.example>");
    let (head, body) = text.split_once("\n\n").unwrap();
    assert_eq!(body.trim_end(), "It was received.\n.\nThank you."); // an empty line more does no harm
    let mut head: Vec<&str> = head.lines().collect();
    head.sort_unstable();
    assert_eq!(
        head,
        [
            "Auto-Submitted: auto-generated",
            "Content-Transfer-Encoding: 7bit",
            "Content-Type: text/plain; charset=utf-8",
            "Date: Mon, 23 Nov 2026 09:00:00 +0000",
            "From: Holdfast <hub@council.example>",
            "MIME-Version: 1.0",
            "Message-ID: <01900000-0000-7000-8000-000000000001@council.example>",
            "Subject: Your referral HF-4K7M-2QXD",
            "To: worker@school.example",
        ]
    );
}

#[tokio::test]
async fn what_the_server_says_decides_whether_to_try_again() {
    assert_eq!(
        sent(&letter("bounce@school.example")).await.0,
        Outcome::Never("permanent error (550): 5.1.1 no such user".into())
    );
    assert_eq!(
        sent(&letter("later@school.example")).await.0,
        Outcome::Later("transient error (451): 4.7.1 try later".into())
    );
    let (ours, _) = sent(&letter("config@school.example")).await;
    assert!(matches!(ours, Outcome::Later(_)), "our settings are wrong, not the letter: {ours:?}");
}

#[tokio::test]
async fn a_server_that_is_away_or_busy_means_later() {
    let (port, _) = sink("421 too busy").await;
    assert!(matches!(mailer(port, Encryption::None).send(&letter("a@school.example"), now()).await, Outcome::Later(_)));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert!(matches!(mailer(port, Encryption::None).send(&letter("a@school.example"), now()).await, Outcome::Later(_)));
}

#[tokio::test]
async fn nothing_leaves_in_the_clear_where_encryption_is_required() {
    let (port, taken) = sink("220 sink.example ESMTP").await;
    let outcome = mailer(port, Encryption::Required).send(&letter("worker@school.example"), now()).await;
    assert!(matches!(&outcome, Outcome::Later(_)), "{outcome:?}");
    assert!(taken.lock().unwrap().is_empty());
    let outcome = mailer(port, Encryption::Opportunistic).send(&letter("worker@school.example"), now()).await;
    assert_eq!(outcome, Outcome::Sent);
}

#[tokio::test]
async fn nothing_typed_becomes_a_header_or_another_reader() {
    let mut it = letter("worker@school.example");
    it.subject = "Hello\r\nBcc: other@elsewhere.example\r\n\r\nBody \u{85}\u{2028}x".into();
    it.text = "a\r\n.\r\nMAIL FROM:<x@elsewhere.example>\rDATA\0\n".into();
    let (outcome, taken) = sent(&it).await;
    assert_eq!((outcome, taken.len()), (Outcome::Sent, 1));
    assert!(!taken[0].2.lines().any(|line| line.starts_with("Bcc")), "{}", taken[0].2);
    for to in [
        "a@school.example\r\nRCPT TO:<other@elsewhere.example>",
        "a@school.example, b@school.example",
        "Robin <a@school.example>",
        "a@school.example>",
        "\"a\r\n\"@school.example",
        "nobody",
        "",
    ] {
        let (outcome, taken) = sent(&letter(to)).await;
        assert!(matches!(outcome, Outcome::Never(_)) && taken.is_empty(), "{to:?}: {outcome:?}");
    }
    it.reply_to = Some("a@school.example\nBcc: b@elsewhere.example".into());
    assert!(matches!(sent(&it).await.0, Outcome::Never(_)));
}

#[tokio::test]
async fn a_subject_in_welsh_is_encoded_and_the_text_too() {
    let mut it = letter("worker@school.example");
    it.subject = "Diolch – llythyr tŷ".into();
    it.text = "Croeso i’r tŷ".into();
    let (_, taken) = sent(&it).await;
    let text = &taken[0].2;
    assert!(
        text.is_ascii() && text.contains("Subject: =?utf-8?") || text.contains("Subject: Diolch =?utf-8?"),
        "{text}"
    );
}

#[tokio::test]
async fn a_folder_gets_one_file_a_letter_however_often_it_is_sent() {
    let folder = std::env::temp_dir().join(format!("holdfast-post-{}", std::process::id()));
    let mailer = Mailer::new(&Settings::Folder(folder.clone()), "hub@council.example").unwrap();
    for _ in 0..2 {
        assert_eq!(mailer.send(&letter("worker@school.example"), now()).await, Outcome::Sent);
    }
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(files, ["01900000-0000-7000-8000-000000000001.eml"]);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_at_the_start() {
    let from = "hub@council.example";
    let nowhere = Mailer::new(&Settings::Nowhere, from).unwrap();
    assert!(!nowhere.goes_anywhere());
    assert_eq!(nowhere.send(&letter("a@school.example"), now()).await, Outcome::Never("mail is not set up".into()));
    assert!(matches!(Mailer::new(&Settings::Nowhere, "hub\r\nBcc: x@y.example").err(), Some(BadSettings::From(_))));
    let mut smtp = Smtp { login: Some(("hub".into(), "secret".into())), ..Smtp::new("mail.example", 587) };
    assert!(Mailer::new(&Settings::Smtp(smtp.clone()), from).is_ok());
    assert!(!format!("{smtp:?}").contains("secret"));
    for encryption in [Encryption::None, Encryption::Opportunistic] {
        smtp.encryption = encryption;
        assert_eq!(Mailer::new(&Settings::Smtp(smtp.clone()), from).err(), Some(BadSettings::PasswordInTheClear));
    }
}

/// The example of RFC 3464 §C.1's shape, about one of our letters.
const DSN: &str = "Date: Mon, 23 Nov 2026 09:14:02 GMT\r\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@school.example>\r\nTo: <hub@council.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"RAA14128.773615765/school.example\"\r\nSubject: Returned mail\r\n\r\n--RAA14128.773615765/school.example\r\n\r\nThe message was not delivered.\r\n\r\n--RAA14128.773615765/school.example\r\ncontent-type: message/delivery-status\r\n\r\nReporting-MTA: dns; school.example\r\n\r\nOriginal-Recipient: rfc822;worker@school.example\r\nFinal-Recipient: rfc822;w123@mail.school.example\r\nAction: failed\r\nStatus: 5.1.1 (no such user)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  User unknown\r\n\r\nFinal-Recipient: rfc822;other@school.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n--RAA14128.773615765/school.example\r\ncontent-type: message/rfc822\r\n\r\nMessage-ID: <01900000-0000-7000-8000-000000000001@council.example>\r\nFrom: hub@council.example\r\n\r\nIt was received.\r\n--RAA14128.773615765/school.example--\r\n";

#[test]
fn a_bounce_says_which_letter_did_not_arrive_and_why() {
    let it = Bounce::read(DSN.as_bytes()).unwrap();
    assert_eq!(it.letter, Some(letter("x").id));
    let [failed, delayed] = it.reported.as_slice() else { panic!("{it:?}") };
    assert_eq!((failed.address.as_str(), failed.status.as_str()), ("worker@school.example", "5.1.1"));
    assert_eq!(failed.reason, "550 5.1.1 User unknown");
    assert!(failed.is_final() && !delayed.is_final());
    let headers_only = DSN.replace("message/rfc822", "text/rfc822-headers");
    assert_eq!(Bounce::read(headers_only.as_bytes()).unwrap().letter, it.letter);
    let cut_off = &DSN[..DSN.len() - 60];
    assert_eq!(Bounce::read(cut_off.as_bytes()).unwrap().letter, it.letter);
}

#[test]
fn an_answer_or_a_holiday_notice_is_no_bounce() {
    for mail in [
        "",
        "Subject: Away\r\n\r\nI am away",
        "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nhm\r\n--x--\r\n",
    ] {
        assert_eq!(Bounce::read(mail.as_bytes()), Err(NotABounce), "{mail}");
    }
    assert_eq!(Bounce::read(DSN.replace("multipart/report", "multipart/mixed").as_bytes()), Err(NotABounce));
    let foreign = DSN.replace("01900000-0000-7000-8000-000000000001", "CAF3.77x");
    assert_eq!(Bounce::read(foreign.as_bytes()).unwrap().letter, None);
}

proptest! {
    #[test]
    fn whatever_comes_by_mail_is_read_or_refused(from in 0..DSN.len(), to in 0..DSN.len(), junk in any::<Vec<u8>>()) {
        let mut mail = DSN.as_bytes().to_vec();
        mail.splice(from.min(to)..from.max(to), junk.clone());
        let _ = Bounce::read(&mail);
        let _ = Bounce::read(&junk);
    }

    #[test]
    fn no_letter_has_more_headers_than_its_own(to in "\\PC{0,20}@[a-z]{1,9}\\.example", subject in any::<String>(), text in any::<String>()) {
        let it = Letter { to, subject, text, ..letter("x") };
        let from = crate::letter::mailbox("hub@council.example").unwrap();
        if let Ok(message) = it.message(&from, &from.email, now()) {
            let bytes = String::from_utf8(message.formatted()).unwrap();
            let head = bytes.split("\r\n\r\n").next().unwrap();
            let names = head.split("\r\n").filter(|it| !it.starts_with([' ', '\t'])).count();
            prop_assert_eq!(names, 9, "{}", head);
            prop_assert!(!head.replace("\r\n", "").contains(['\r', '\n']));
        }
    }
}
