//! Any other resource of the org: Apex REST, Tooling, UI API, Chatter.

mod template;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderValue, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::{Body, Call, Path, Request, Response, Safety, header_name};
use crate::client::Client;
use crate::error::Error;

use template::template_of;

/// A call of any path of the org, answered with any type that serde reads.
///
/// A path that begins with a slash is from the root of the org's host, as of Apex REST; any other
/// is below `/services/data/vXX.X/`. Login, retries and errors are as with every other call; a
/// `POST` is sent again after a lost answer only if [`safety`](Self::safety) says that it may be.
///
/// Each `{name}` in the path is a place for a value, which [`segment`](Self::segment) fills,
/// percent-encoded. Errors and traces show a path that is a literal of the program as it stands
/// there, places and all, but for ids. Of a path that was put together they show the resource's own
/// words and `{}` for everything else, since it may hold what people wrote.
///
/// ```
/// use sf_runtime::call::{Call, Safety};
/// use sf_runtime::rest::Raw;
///
/// let find = Raw::post("/services/apexrest/orders/find")
///     .query("since", "2026-03-02")
///     .json(&["A-1", "A-2"])?
///     .safety(Safety::Read)
///     .reading::<Vec<String>>();
/// assert_eq!(
///     find.request()?.path_below("v66.0"),
///     "/services/apexrest/orders/find?since=2026-03-02"
/// );
/// let tooling = Raw::get("tooling/query").query("q", "SELECT Id FROM ApexClass");
/// assert!(tooling.request()?.path_below("v66.0").starts_with("v66.0/tooling/query?q=SELECT"));
/// assert!(Raw::get("//evil.example/services").request().is_err());
/// let order = Raw::get("/services/apexrest/orders/{number}").segment("A/1");
/// assert_eq!(order.request()?.path_below("v66.0"), "/services/apexrest/orders/A%2F1");
/// assert_eq!(order.request()?.info().to_string(), "GET /services/apexrest/orders/{number}");
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct Raw<T = Value> {
    method: Method,
    path: Cow<'static, str>,
    segments: Vec<String>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Body,
    safety: Option<Safety>,
    answer: PhantomData<fn() -> T>,
}

/// The plain cases of [`Raw`], sent at once: what [`Client::raw`] gives.
#[derive(Debug, Clone, Copy)]
pub struct RawClient<'a>(&'a Client);

impl Raw {
    /// A call by any method.
    pub fn new(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method,
            path: path.into(),
            segments: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Body::Empty,
            safety: None,
            answer: PhantomData,
        }
    }

    /// A `GET`.
    pub fn get(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A `POST`.
    pub fn post(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::POST, path)
    }

    /// A `PUT`.
    pub fn put(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::PUT, path)
    }

    /// A `PATCH`.
    pub fn patch(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// A `DELETE`.
    pub fn delete(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::DELETE, path)
    }
}

impl<T> Raw<T> {
    fn template(&self) -> String {
        template_of(&self.path, matches!(self.path, Cow::Borrowed(_)))
    }

    /// Fills the next `{name}` of the path with a value, percent-encoded, so that it can never
    /// become another path.
    #[must_use]
    pub fn segment(mut self, value: impl ToString) -> Self {
        self.segments.push(value.to_string());
        self
    }

    /// Adds a parameter to the query string, percent-encoded.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Sets a header. `Authorization` and the host are the client's.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a body of JSON.
    ///
    /// # Errors
    /// The value cannot be written as JSON.
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let text = serde_json::to_vec(value).map_err(|error| {
            let path = self.template();
            Error::request(format!("{path}: the body is not JSON: {error}"))
        })?;
        self.body = Body::Json(text.into());
        Ok(self)
    }

    /// Sends any other body.
    #[must_use]
    pub fn body(mut self, content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.body = Body::Content {
            content_type: content_type.into().into(),
            bytes: bytes.into(),
        };
        self
    }

    /// Says what sending it twice would do. If not said, the method tells: a `GET` changes nothing,
    /// a `PUT`, `PATCH` or `DELETE` leaves the same once more, a `POST` does it twice, as does any
    /// write under a condition (`If-Match` and its kin).
    #[must_use]
    pub fn safety(mut self, safety: Safety) -> Self {
        self.safety = Some(safety);
        self
    }

    /// Reads the answer as this type. An empty answer is read as `null`, so `()` and `Option` take
    /// it.
    #[must_use]
    pub fn reading<U>(self) -> Raw<U> {
        Raw {
            method: self.method,
            path: self.path,
            segments: self.segments,
            query: self.query,
            headers: self.headers,
            body: self.body,
            safety: self.safety,
            answer: PhantomData,
        }
    }
}

impl<T: DeserializeOwned> Call for Raw<T> {
    type Output = T;

    fn request(&self) -> Result<Request, Error> {
        let template = self.template();
        let segments: Vec<&str> = self.segments.iter().map(String::as_str).collect();
        let filled = crate::call::fill(&self.path, &segments).map_err(|_| {
            Error::request(format!(
                "{template}: it wants a `segment` for each `{{name}}`, and none of them may be \
                     empty, `.` or `..`"
            ))
        })?;
        let path = path_of(&filled, &template)?;
        if let Body::Content { content_type, .. } = &self.body
            && HeaderValue::from_str(content_type).is_err()
        {
            return Err(Error::request(format!(
                "{template}: {content_type:?} is not a content type"
            )));
        }
        let mut request =
            Request::at(self.method.clone(), path, template).with_body(self.body.clone());
        let is_condition = |(name, _): &(String, String)| {
            name.get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case("if-"))
        };
        if let Some(safety) = self.safety {
            request = request.with_safety(safety);
        } else if request.safety() != Safety::Read && self.headers.iter().any(is_condition) {
            // Its own first attempt may be the change that the second would be refused for.
            request = request.with_safety(Safety::Write);
        }
        for (name, value) in &self.query {
            request = request.query(name, value);
        }
        for (name, value) in &self.headers {
            request = request.with_header(header_name(name)?, value)?;
        }
        Ok(request)
    }

    fn decode(response: Response) -> Result<T, Error> {
        if response.body.trim_ascii().is_empty() {
            return serde_json::from_str("null").map_err(|error| response.unreadable(error));
        }
        response.json()
    }
}

impl Client {
    /// Any other resource of the org, for which this library has no call of its own.
    ///
    /// ```
    /// # async fn run(sf: &sf_runtime::Client) -> Result<(), sf_runtime::Error> {
    /// let orders: Vec<String> = sf.raw().get("/services/apexrest/orders").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self) -> RawClient<'_> {
        RawClient(self)
    }
}

impl RawClient<'_> {
    /// Reads.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get<T: DeserializeOwned>(
        self,
        path: impl Into<Cow<'static, str>>,
    ) -> Result<T, Error> {
        self.0.call(&Raw::get(path).reading()).await
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn post<T: DeserializeOwned>(
        self,
        path: impl Into<Cow<'static, str>>,
        body: &(impl Serialize + Sync + ?Sized),
    ) -> Result<T, Error> {
        let call = Raw::post(path).json(body)?.reading();
        self.0.call(&call).await
    }

    /// Puts JSON.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn put<T: DeserializeOwned>(
        self,
        path: impl Into<Cow<'static, str>>,
        body: &(impl Serialize + Sync + ?Sized),
    ) -> Result<T, Error> {
        let call = Raw::put(path).json(body)?.reading();
        self.0.call(&call).await
    }

    /// Patches with JSON.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn patch<T: DeserializeOwned>(
        self,
        path: impl Into<Cow<'static, str>>,
        body: &(impl Serialize + Sync + ?Sized),
    ) -> Result<T, Error> {
        let call = Raw::patch(path).json(body)?.reading();
        self.0.call(&call).await
    }

    /// Deletes.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete<T: DeserializeOwned>(
        self,
        path: impl Into<Cow<'static, str>>,
    ) -> Result<T, Error> {
        self.0.call(&Raw::delete(path).reading()).await
    }

    /// Makes a call with parameters, headers or a body of another type.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call<T: DeserializeOwned>(self, call: &Raw<T>) -> Result<T, Error> {
        self.0.call(call).await
    }
}

/// The path, if it can only be one of the org's own.
fn path_of(path: &str, template: &str) -> Result<Path, Error> {
    let refuse = |why: &str| Err(Error::request(format!("{template} is not a path: {why}")));
    if path.starts_with("//") || path.contains("://") {
        return refuse("it would name a host, and the client has one");
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '#');
    if path.contains(odd) {
        return refuse("percent-encode spaces, `\\` and `#`, or use `query`");
    }
    let plain = path.split('?').next().unwrap_or_default();
    let is_up = |part: &str| {
        matches!(
            part.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    if plain.split('/').any(is_up) {
        return refuse("`.` and `..` would make it another one");
    }
    Ok(if path.starts_with('/') {
        Path::Org(path.to_owned())
    } else {
        Path::Data(path.to_owned())
    })
}

// By hand, because derive would ask the same of `T`, which is only a name.
impl<T> Clone for Raw<T> {
    fn clone(&self) -> Self {
        Self {
            method: self.method.clone(),
            path: self.path.clone(),
            segments: self.segments.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            safety: self.safety,
            answer: PhantomData,
        }
    }
}

/// The call, without its values.
impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.template();
        write!(f, "Raw {} {path} {:?}", self.method, self.body)
    }
}
