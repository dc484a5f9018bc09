//! Mail as the hub runs it: what is due leaves, what came back is read.

use std::path::{Path, PathBuf};
use std::time::Duration;

use kernel::Refused;
use post::Mailer;
use room::House;

/// How long the sender rests between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long it rests between two lots of letters, so that no one who works waits for the mail.
const BETWEEN: Duration = Duration::from_millis(200);
/// The most that is read of a letter that came back, in bytes.
const MOST: u64 = 4_000_000;

/// What sending needs.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// Who sends.
    pub mailer: Mailer,
    /// The folder into which the mail server puts letters that came back, one file each.
    pub bounces: Option<PathBuf>,
}

/// Sends what is due and reads what came back, until it is told to end.
pub async fn run(house: House, it: Mailing) {
    loop {
        if let Err(e) = once(&house, &it).await {
            tracing::error!(fault = %e, "mail could not be worked on");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Once around: everything that is due, then everything that came back.
///
/// # Errors
/// When the store refuses.
pub async fn once(house: &House, it: &Mailing) -> Result<usize, Refused> {
    let mut sent = 0;
    loop {
        match message::send_due(&house.door, &it.mailer, &house.settings.base_url).await? {
            0 => break,
            some => sent += some,
        }
        tokio::time::sleep(BETWEEN).await;
    }
    if let Some(folder) = &it.bounces {
        came_back(house, folder).await?;
    }
    Ok(sent)
}

/// Reads every file of the folder and puts it aside, so that nothing is read twice.
async fn came_back(house: &House, folder: &Path) -> Result<(), Refused> {
    let aside = folder.join("read");
    let Ok(mut files) = tokio::fs::read_dir(folder).await else { return Ok(()) };
    while let Ok(Some(file)) = files.next_entry().await {
        let path = file.path();
        let readable = file.metadata().await.is_ok_and(|it| it.is_file() && it.len() <= MOST);
        if !readable || path.file_name().is_none_or(|it| it.to_string_lossy().starts_with('.')) {
            continue;
        }
        let Ok(bytes) = tokio::fs::read(&path).await else { continue };
        if !message::bounced(&house.door, &bytes).await? {
            tracing::warn!("a letter came back that says nothing about a mail of ours");
        }
        let put = async {
            tokio::fs::create_dir_all(&aside).await?;
            tokio::fs::rename(&path, aside.join(file.file_name())).await
        };
        if let Err(e) = put.await {
            tracing::error!(fault = %e, "a letter that was read could not be put aside");
        }
    }
    Ok(())
}
