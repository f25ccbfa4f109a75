//! Bodies of files: fetched and sent, whole or as a stream.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{BoxStream, Stream, StreamExt};
use http::Method;

use crate::call::{Body, Call, Content, Multipart, Part, Path, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::sobject::{Draft, IntoDraft};
use crate::types::{BlobRef, Id, SObject};

use super::Write;
use super::records::object_of;

/// The largest body of a `ContentVersion`, in bytes (REST API guide).
const CONTENT_VERSION: u64 = 2 * 1024 * 1024 * 1024;
/// The largest body of any other object, in bytes (REST API guide).
const OTHERS: u64 = 500 * 1024 * 1024;

/// Fetches the body of a binary field. As a call it gives all of it; [`Client::download`] gives it
/// piece by piece.
///
/// ```
/// use sf_runtime::rest::GetBlob;
/// use sf_runtime::types::BlobRef;
/// use sf_runtime::Call;
///
/// let path = "/services/data/v66.0/sobjects/Attachment/00P5f000001AbCdEAV/Body";
/// let request = GetBlob::new(&BlobRef::new(path)?).request()?;
/// assert_eq!(request.path_below("v66.0"), path);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct GetBlob(Place);

#[derive(Debug, Clone)]
enum Place {
    Path(BlobRef),
    Field {
        object: Option<&'static str>,
        id: Id,
        field: String,
    },
}

/// A body that is being fetched: a stream of its pieces.
///
/// A stream that ends with an error is not whole; it is not begun again by itself.
pub struct Download {
    head: Response,
    body: BoxStream<'static, Result<Bytes, Error>>,
}

/// Writes a record together with the body of its file, without the third that base64 would add:
/// the draft says the record, the content its binary field.
///
/// At most 2 GB for a `ContentVersion` and 500 MB for other objects. A [`ByteStream`] sends a file
/// that is not in memory; once it has begun it is not sent again.
///
/// ```
/// # use sf_runtime::{Create, Draft, Error};
/// use sf_runtime::rest::Upload;
///
/// # async fn run(sf: &sf_runtime::Client, draft: Draft<Create>) -> Result<(), Error> {
/// // draft: ContentVersion::create(…).path_on_client("report.pdf")
/// let pdf = b"%PDF-1.7".to_vec();
/// let id = sf.call(&Upload::new(draft, "VersionData", "report.pdf", pdf)).await?;
/// # Ok(())
/// # }
/// ```
///
/// [`ByteStream`]: crate::call::ByteStream
pub struct Upload<O: Write, T> {
    draft: Draft<O>,
    field: String,
    file_name: String,
    content_type: String,
    content: Content,
    object: PhantomData<fn() -> T>,
}

impl GetBlob {
    /// The body that a record's field points to.
    pub fn new(blob: &BlobRef) -> Self {
        Self(Place::Path(blob.clone()))
    }

    /// The body of a record's field, such as `VersionData` of a `ContentVersion`.
    pub fn of<T: SObject>(id: Id<T>, field: impl Into<String>) -> Self {
        Self(Place::Field {
            object: object_of::<T>().ok(),
            id: id.erase(),
            field: field.into(),
        })
    }
}

impl Call for GetBlob {
    type Output = Bytes;

    fn request(&self) -> Result<Request, Error> {
        const TEMPLATE: &str = "sobjects/{object}/{id}/{field}";
        let request = match &self.0 {
            Place::Path(blob) => {
                let path = Path::Org(blob.path().to_owned());
                Request::at(Method::GET, path, TEMPLATE)
            }
            Place::Field { object, id, field } => {
                let object = object.ok_or_else(|| {
                    Error::request("an id of any object has no body: give it its object")
                })?;
                Request::get(TEMPLATE, &[object, id.as_str(), field])?.about(object)
            }
        };
        request.header("accept", "*/*")
    }

    fn decode(response: Response) -> Result<Bytes, Error> {
        Ok(response.body)
    }
}

impl Download {
    /// `Content-Type`, where the org tells it.
    pub fn content_type(&self) -> Option<&str> {
        self.head.header("content-type")
    }

    /// How many bytes will come, where the org tells it.
    pub fn length(&self) -> Option<u64> {
        self.head.header("content-length")?.trim().parse().ok()
    }

    /// The next piece; none after the last. The same as that of [`StreamExt`], which need not be
    /// there.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        self.body.next().await
    }

    /// All of it.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(piece) = self.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.body.poll_next_unpin(cx)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Download({:?} bytes)", self.length())
    }
}

impl<O: Write, T: SObject> Upload<O, T> {
    /// The draft's record, its field `field` holding `content`, under the file's name.
    pub fn new(
        draft: impl IntoDraft<O, Object = T>,
        field: impl Into<String>,
        file_name: impl Into<String>,
        content: impl Into<Content>,
    ) -> Self {
        Self {
            draft: draft.into_draft(),
            field: field.into(),
            file_name: file_name.into(),
            content_type: "application/octet-stream".to_owned(),
            content: content.into(),
            object: PhantomData,
        }
    }

    /// The file's media type; the org tells files by their names, so it seldom matters.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Refuses what the org would.
    fn check(&self) -> Result<(), Error> {
        let object = self.draft.table().api;
        if self.draft.fields().any(|field| field == self.field) {
            return Err(Error::request(format!(
                "{object}.{} is set by the draft and by the upload: leave it out of the draft",
                self.field
            )));
        }
        // They stand in the header of a part of the body.
        for (what, name) in [("field", &self.field), ("file", &self.file_name)] {
            if name.chars().any(char::is_control) {
                return Err(Error::request(format!(
                    "{object}: {name:?} is no name of a {what}: it has a line break or another \
                     control character"
                )));
            }
        }
        if !is_media_type(&self.content_type) {
            return Err(Error::request(format!(
                "{object}.{}: {:?} is not a media type, such as image/png",
                self.field, self.content_type
            )));
        }
        let (limit, name) = match object {
            "ContentVersion" => (CONTENT_VERSION, "2 GB"),
            _ => (OTHERS, "500 MB"),
        };
        let length = self.content.len();
        if length > limit {
            return Err(Error::request(format!(
                "{object}.{}: {length} bytes, and the org takes {name} in one call",
                self.field
            )));
        }
        Ok(())
    }
}

impl<O: Write, T: SObject> Call for Upload<O, T> {
    type Output = O::Output<T>;

    fn request(&self) -> Result<Request, Error> {
        self.check()?;
        let request = O::request(&self.draft)?;
        let Body::Json(fields) = request.body().clone() else {
            return Err(Error::request("the draft has no body"));
        };
        let parts = vec![
            Part {
                name: "entity_document".into(),
                file_name: None,
                content_type: "application/json".into(),
                content: fields.into(),
            },
            Part {
                name: self.field.clone().into(),
                file_name: Some(self.file_name.clone()),
                content_type: self.content_type.clone().into(),
                content: self.content.clone(),
            },
        ];
        Ok(request.with_body(Body::Multipart(Multipart { parts })))
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        O::decode(response)
    }
}

/// `type/subtype` (RFC 9110, section 8.3.1), without parameters.
fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        let part_of_one = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !text.is_empty() && text.bytes().all(part_of_one)
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

impl<O: Write, T> fmt::Debug for Upload<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("draft", &self.draft)
            .field("field", &self.field)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Fetches a body piece by piece, so that it need not fit into memory.
    ///
    /// # Errors
    /// There is no such body, and whatever else is in [`Error`].
    pub async fn download(&self, blob: &GetBlob) -> Result<Download, Error> {
        let (head, body) = self.stream(&blob.request()?).await?;
        Ok(Download { head, body })
    }
}
