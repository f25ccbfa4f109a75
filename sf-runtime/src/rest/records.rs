//! Single records: read and delete, by id or by an external ID.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::de::DeserializeOwned;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::{Error, RecordError};
use crate::sobject::{Described, RecordKey, Table, Target, nearest};
use crate::types::{AnyObject, Id, SObject};

use super::write::done;

/// Reads a record of `T`, as a `T` or as any row that serde reads.
///
/// ```
/// # mod org {
/// #     use sf_runtime::__private::{FieldDef, Kind, Record, Table};
/// #     pub struct Account(Record);
/// #     static __TABLE: Table = Table {
/// #         api: "Account",
/// #         label: "Account",
/// #         label_plural: "Accounts",
/// #         key_prefix: Some("001"),
/// #         fields: &[FieldDef::text("Industry", 255), FieldDef::text("Name", 255)],
/// #         relationships: &[],
/// #     };
/// #     sf_runtime::__sobject!(Account);
/// # }
/// # use org::Account;
/// use sf_runtime::Call;
/// use sf_runtime::rest::Get;
///
/// let get = Get::<Account>::new("001D000000IqhSL".parse()?).fields(["Name", "Industry"]);
/// assert_eq!(
///     get.request()?.path_below("v66.0"),
///     "v66.0/sobjects/Account/001D000000IqhSLIAZ?fields=Name%2CIndustry"
/// );
/// let said = get.fields(["Industri"]).request().unwrap_err().to_string();
/// assert_eq!(said, "Account has no field `Industri`: did you mean `Industry`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Get<T, R = T> {
    place: Place,
    fields: Fields,
    types: PhantomData<fn() -> (T, R)>,
}

/// Deletes a record, which goes to the recycle bin for 15 days.
///
/// It is done as well if the record is gone when the call is sent again after its answer was lost.
pub struct Delete<T> {
    place: Place,
    object: PhantomData<fn() -> T>,
}

/// Which record of an object.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Record(Target),
    ExternalId { field: String, value: String },
}

/// Which fields to read; none chosen are all that the user may see.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    names: Vec<String>,
    table: Option<&'static Table>,
}

impl<T: SObject> Get<T> {
    /// The record of this id.
    pub fn new(id: Id<T>) -> Self {
        Self::of(id)
    }

    /// The record of this id, or the one that an earlier subrequest of the same composite creates.
    pub fn of(record: impl RecordKey<T>) -> Self {
        Self::at(Place::Record(record.into_target()))
    }

    /// The record whose external-ID field has this value. Where several have it, the call fails
    /// with [`Error::Ambiguous`].
    pub fn by_external_id(field: impl Into<String>, value: impl ToString) -> Self {
        Self::at(Place::external_id(field, value))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            fields: Fields::default(),
            types: PhantomData,
        }
    }
}

impl<T: SObject, R> Get<T, R> {
    /// Reads these fields alone; the org adds the id. Without it, all that the user may see.
    ///
    /// A field that the object does not have is refused before anything is sent.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self
    where
        T: Described,
    {
        self.fields = Fields::of(T::TABLE, fields);
        self
    }

    /// Reads these fields of an object whose fields are not known to the program.
    #[must_use]
    pub fn fields_unchecked(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = Fields::unchecked(fields);
        self
    }

    /// Reads the record as another row: a struct of one's own.
    #[must_use]
    pub fn read_as<U>(self) -> Get<T, U> {
        Get {
            place: self.place,
            fields: self.fields,
            types: PhantomData,
        }
    }
}

impl<T: SObject> Delete<T> {
    /// The record of this id, or the one that an earlier subrequest of the same composite creates.
    pub fn new(record: impl RecordKey<T>) -> Self {
        Self::at(Place::Record(record.into_target()))
    }

    /// The record whose external-ID field has this value.
    pub fn by_external_id(field: impl Into<String>, value: impl ToString) -> Self {
        Self::at(Place::external_id(field, value))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            object: PhantomData,
        }
    }
}

impl<T: SObject, R: DeserializeOwned> Call for Get<T, R> {
    type Output = R;

    fn request(&self) -> Result<Request, Error> {
        let request = self.place.request::<T>(Method::GET)?;
        self.fields.put(request)
    }

    fn decode(response: Response) -> Result<R, Error> {
        record(&response)
    }
}

impl<T: SObject> Call for Delete<T> {
    type Output = ();

    fn request(&self) -> Result<Request, Error> {
        let request = self.place.request::<T>(Method::DELETE)?;
        Ok(request.with_gone_as_done())
    }

    fn decode(response: Response) -> Result<(), Error> {
        done(&response)
    }
}

impl Client {
    /// Reads a record: all fields that the user may see. [`Get`] chooses.
    ///
    /// # Errors
    /// There is no such record ([`Error::is_not_found`]), and whatever else is in [`Error`].
    pub async fn get<T: SObject + DeserializeOwned>(&self, id: Id<T>) -> Result<T, Error> {
        self.call(&Get::new(id)).await
    }

    /// Reads the record whose external-ID field has this value.
    ///
    /// # Errors
    /// There is no such record, or there are several ([`Error::Ambiguous`]), and whatever else is
    /// in [`Error`].
    pub async fn get_by_external_id<T: SObject + DeserializeOwned>(
        &self,
        field: &str,
        value: impl ToString,
    ) -> Result<T, Error> {
        let get = Get::by_external_id(field, value);
        self.call(&get).await
    }

    /// Deletes a record. See [`Delete`].
    ///
    /// # Errors
    /// There is no such record, and whatever else is in [`Error`].
    pub async fn delete<T: SObject>(&self, id: Id<T>) -> Result<(), Error> {
        self.call(&Delete::new(id)).await
    }

    /// Deletes the record whose external-ID field has this value.
    ///
    /// # Errors
    /// There is no such record, or there are several ([`Error::Ambiguous`]), and whatever else is
    /// in [`Error`].
    pub async fn delete_by_external_id<T: SObject>(
        &self,
        field: &str,
        value: impl ToString,
    ) -> Result<(), Error> {
        let delete = Delete::<T>::by_external_id(field, value);
        self.call(&delete).await
    }
}

impl Place {
    fn external_id(field: impl Into<String>, value: impl ToString) -> Self {
        Self::ExternalId {
            field: field.into(),
            value: value.to_string(),
        }
    }

    fn request<T: SObject>(&self, method: Method) -> Result<Request, Error> {
        let object = object_of::<T>()?;
        let request = match self {
            Self::Record(target) => {
                let id = id_of(target)?;
                Request::new(method, "sobjects/{object}/{id}", &[object, id])?
            }
            Self::ExternalId { field, value } => Request::new(
                method,
                "sobjects/{object}/{field}/{value}",
                &[object, field, value],
            )?,
        };
        let request = request.about(object);
        Ok(match self {
            Self::Record(Target::NewId(_)) => request.with_new_id(),
            _ => request,
        })
    }
}

impl Fields {
    pub(super) fn of(
        table: &'static Table,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            table: Some(table),
            ..Self::unchecked(names)
        }
    }

    pub(super) fn unchecked(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
            table: None,
        }
    }

    pub(super) fn put(&self, request: Request) -> Result<Request, Error> {
        if self.names.is_empty() {
            return Ok(request);
        }
        if let Some(table) = self.table {
            for name in &self.names {
                known_field(table, name)?;
            }
        }
        Ok(request.query("fields", &self.names.join(",")))
    }
}

/// The object's API name.
pub(super) fn object_of<T: SObject>() -> Result<&'static str, Error> {
    if T::API_NAME == AnyObject::API_NAME {
        return Err(Error::request(
            "an id of any object does not say where its record is: give it its object, as in \
             `id.cast::<Account>()`",
        ));
    }
    Ok(T::API_NAME)
}

/// The text that stands for a record in a path.
pub(super) fn id_of(target: &Target) -> Result<&str, Error> {
    match target {
        Target::Id(id) => Ok(id.as_str()),
        Target::NewId(id) => Ok(id.expression()),
        _ => Err(Error::request("this call needs the id of a record")),
    }
}

/// Checks that the object has the field, in whatever case it is written: the org does not mind.
pub(crate) fn known_field(table: &Table, name: &str) -> Result<(), Error> {
    let mut names = table.fields.iter().map(|field| field.api);
    if table.index_of(name).is_some() || names.any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let near = nearest(name, table.fields.iter().map(|field| field.api));
    Err(Error::request(match near {
        Some(near) => format!(
            "{} has no field `{name}`: did you mean `{near}`?",
            table.api
        ),
        None => format!(
            "{} has no field `{name}` that the snapshot knows",
            table.api
        ),
    }))
}

/// The answer as one row.
pub(super) fn record<R: DeserializeOwned>(response: &Response) -> Result<R, Error> {
    let text = response.text()?;
    serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => RecordError::new(text, &error).into(),
        _ => response.unreadable(error),
    })
}

// By hand, because derive would ask the same of the types, which are only names.
impl<T, R> Clone for Get<T, R> {
    fn clone(&self) -> Self {
        Self {
            place: self.place.clone(),
            fields: self.fields.clone(),
            types: PhantomData,
        }
    }
}

impl<T: SObject, R> fmt::Debug for Get<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get {} {:?}", T::API_NAME, self.place)
    }
}

impl<T> Clone for Delete<T> {
    fn clone(&self) -> Self {
        Self {
            place: self.place.clone(),
            object: PhantomData,
        }
    }
}

impl<T: SObject> fmt::Debug for Delete<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delete {} {:?}", T::API_NAME, self.place)
    }
}
