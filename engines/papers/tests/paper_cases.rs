//! Papers and minutes are read and checked, whatever they were written with.

use std::io::Write;

use papers::{check, lines, read};

fn paper(name: &str) -> Option<Vec<String>> {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let Ok(bytes) = std::fs::read(std::path::Path::new(&shared).join("data/papers").join(name)) else {
        println!("not run: no papers in the folder of HOLDFAST_SHARED");
        return None;
    };
    Some(lines(name, &bytes).expect("the paper can be read"))
}

#[test]
fn real_minutes_give_their_recommendations_resolutions_actions_and_questions() {
    for (name, recommended, resolved, actions, least_asked) in
        [("000.txt", 4, 4, 1, 0), ("001.txt", 2, 5, 1, 12), ("003.txt", 2, 7, 1, 4)]
    {
        let Some(text) = paper(name) else { return };
        let it = read(&text);
        println!("{name}: {}", serde_json::to_string_pretty(&it).expect("it is JSON"));
        for item in it.recommendations.iter().chain(&it.resolutions).chain(&it.actions).chain(&it.questions) {
            let start: String = item.text.chars().take(12).collect();
            let line = text[item.line - 1].replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(line.contains(start.trim()) || item.line > 0, "{name} line {}: {start}", item.line);
        }
        assert_eq!(it.recommendations.len(), recommended, "{name}: {:?}", it.recommendations);
        assert_eq!(it.resolutions.len(), resolved, "{name}: {:?}", it.resolutions);
        assert_eq!(it.actions.len(), actions, "{name}: {:?}", it.actions);
        assert!(it.questions.len() >= least_asked, "{name}: {:?}", it.questions);
    }
}

const REPORT: &str = "Report of the Strategic Director to the meeting of the Children's Scrutiny Committee to be held on \
    Tuesday 24 January 2017\n\nSubject: Exploitation in the district\n\n1.1 There were 50 referrals in 2015/16 and 60 in \
    2016/17, an increase of 25%.\n1.2 See Appendix 2 and paragraph 4.7.\n1.2 The review will be held on Monday 10 January \
    2017.\n1.3 Of 60 cases, 45 (75%) were closed.\n\n2. NOT FOR PUBLICATION DOCUMENTS\n2.1 Appendix 1 is exempt under \
    paragraph 9 of Schedule 12A.\n\n10. RECOMMENDATIONS\n10.1 That the report be noted.\n10.2 That a further report be \
    made.\n\nAppendix 1\n";

#[test]
fn slips_of_a_paper_are_found_with_their_lines() {
    let text: Vec<String> = REPORT.lines().map(str::to_owned).collect();
    let it = read(&text);
    assert_eq!(it.title.as_deref(), Some("Exploitation in the district"));
    assert_eq!(it.committee.as_deref(), Some("Children's Scrutiny Committee"));
    assert_eq!(it.meeting_date.as_deref(), Some("2017-01-24"));
    assert_eq!(it.recommendations.len(), 2, "{:?}", it.recommendations);
    assert!(!it.exempt.is_empty());
    let found = check(&text);
    let rules: Vec<(usize, &str)> = found.iter().map(|f| (f.line, f.rule)).collect();
    for expected in [
        (5, "percentage_change"),
        (6, "appendix_missing"),
        (6, "reference_missing"),
        (7, "number_twice"),
        (7, "weekday"),
        (7, "date_past"),
        (11, "exempt_paragraph"),
    ] {
        assert!(rules.contains(&expected), "{expected:?} in {rules:?}");
    }
    assert_eq!(found.len(), 7, "{found:#?}");
    assert_eq!(found[0].computed.as_deref(), Some("20%"));
}

#[test]
fn word_and_web_documents_read_as_their_paragraphs() {
    let page =
        b"<html><head><title>x</title></head><body><h1>Title &amp; more</h1><p>Of 60 cases, <b>45</b> (75%) were \
        closed.</p><ul><li>One</li><li>Two</li></ul></body></html>";
    let told = lines("paper.html", page).expect("a page");
    assert_eq!(told, ["Title & more", "Of 60 cases, 45 (75%) were closed.", "One", "Two"]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("a part");
    zip.write_all(
        b"<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>Title &amp; more</w:t></w:r></w:p><w:p><w:r><w:t>Of 60 \
          cases, </w:t></w:r><w:r><w:t>45 (80%).</w:t></w:r></w:p></w:body></w:document>",
    )
    .expect("its words");
    let bytes = zip.finish().expect("a document").into_inner();
    let told = lines("paper.docx", &bytes).expect("a document");
    assert_eq!(told[0], "Title & more");
    assert_eq!(check(&told).len(), 1);
    assert!(lines("paper.docx", b"not a zip").is_err());
    assert!(lines("paper.pdf", b"").is_err());
}
