//! The labelled cases that are kept outside the project.

/// A file of cases; none, and said so, where the folder of HOLDFAST_SHARED does not hold it.
pub fn cases(of: &str) -> Option<serde_json::Value> {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let file = std::path::Path::new(&shared).join("data/statistics").join(of);
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("not run: no {of} in the folder of HOLDFAST_SHARED");
        return None;
    };
    Some(serde_json::from_str(&text).expect("the cases are JSON"))
}

/// The entries of an array.
pub fn each(of: &serde_json::Value) -> &[serde_json::Value] {
    of.as_array().map(Vec::as_slice).unwrap_or_default()
}
