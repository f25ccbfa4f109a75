//! Bodies of files.

use bytes::Bytes;
use futures_util::stream;
use serde_json::json;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::call::ByteStream;
use sf_runtime::rest::{GetBlob, Upload};
use sf_runtime::{Error, FieldValue};
use sf_tests::bindings::{ContentVersion, content_version};

use crate::site::{Site, site};

fn draft() -> content_version::Draft<sf_runtime::Create> {
    let title = "Report".into();
    ContentVersion::create(content_version::Required { title })
}

/// Bytes of every value, some of which look like the frame of a form.
fn file(length: usize) -> Vec<u8> {
    let pattern: Vec<u8> = (0..=255).chain(*b"\r\n--boundary--\r\n").collect();
    pattern.into_iter().cycle().take(length).collect()
}

async fn stored(site: &Site, id: sf_runtime::Id<ContentVersion>) -> Bytes {
    let get = GetBlob::of(id, "VersionData");
    site.sf.call(&get).await.unwrap()
}

#[tokio::test]
async fn a_file_comes_back_as_it_went() {
    let site = site().await;
    let bytes = file(100_000);
    let upload = Upload::new(draft(), "VersionData", "report.pdf", bytes.clone());
    let id = site.sf.call(&upload).await.unwrap();
    assert_eq!(stored(&site, id).await, bytes);
    let read: ContentVersion = site.sf.get(id).await.unwrap();
    assert_eq!(read.title(), FieldValue::Value("Report"));
    // The record says where its body is.
    let FieldValue::Value(blob) = read.version_data() else {
        panic!("{read:?}");
    };
    let mut download = site.sf.download(&GetBlob::new(&blob)).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = download.next().await {
        all.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(all, bytes);
}

#[tokio::test]
async fn a_file_that_is_not_in_memory_goes_piece_by_piece() {
    let site = site().await;
    let bytes = file(300_000);
    let pieces: Vec<_> = bytes
        .chunks(7_000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    let content = ByteStream::new(bytes.len() as u64, stream::iter(pieces));
    let upload = Upload::new(draft(), "VersionData", "report.pdf", content);
    let id = site.sf.call(&upload).await.unwrap();
    assert_eq!(stored(&site, id).await, bytes);
}

/// Bytes in memory can be sent again, those of a stream are gone.
#[tokio::test]
async fn a_stream_is_sent_once() {
    let site = site().await;
    let lock = || Fault::new(FaultKind::RowLocked).method("POST");
    site.org.faults().add(lock());
    let upload = Upload::new(draft(), "VersionData", "a.pdf", file(10));
    site.sf.call(&upload).await.unwrap();
    site.org.reset_calls();
    site.org.faults().add(lock());
    let content = ByteStream::new(2, stream::iter([Ok(Bytes::from("ab"))]));
    let upload = Upload::new(draft(), "VersionData", "a.pdf", content);
    let error = site.sf.call(&upload).await.unwrap_err();
    assert!(error.is_locked(), "{error}");
    assert_eq!(site.org.requests().len(), 1);
    // And not once more by hand, either.
    let error = site.sf.call(&upload).await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_) | Error::Request(_)),
        "{error}"
    );
}

#[tokio::test]
async fn a_download_that_breaks_says_so() {
    let site = site().await;
    let id = site.insert::<ContentVersion>(json!({"Title": "R", "VersionData": "QUJDREVG"}));
    site.org.faults().add(Fault::new(FaultKind::EndedEarly));
    let download = site
        .sf
        .download(&GetBlob::of(id, "VersionData"))
        .await
        .unwrap();
    assert!(matches!(download.bytes().await, Err(Error::Transport(_))));
    let whole = site
        .sf
        .download(&GetBlob::of(id, "VersionData"))
        .await
        .unwrap();
    assert_eq!(whole.bytes().await.unwrap(), "ABCDEF");
    let missing = GetBlob::of(id, "Missing");
    assert!(site.sf.download(&missing).await.unwrap_err().is_not_found());
}
