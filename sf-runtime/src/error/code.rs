//! The codes by which the org names what went wrong.
//!
//! The set is open: releases add codes, and the ones that are not known here are kept as text.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A code of the org's, such as `REQUIRED_FIELD_MISSING`: `errorCode` of a refused call,
        /// `statusCode` of a refused record.
        ///
        /// The documented set has some 570 of them and grows (Partner WSDL: `ExceptionCode` and
        /// `StatusCode`), so the ones that a program is likely to ask for have a name here, and
        /// [`Other`](Self::Other) holds the rest.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// A code that has no name here.
            Other(Box<str>),
        }

        impl ErrorCode {
            /// The code as the org spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$name,)*
                    _ => Self::Other(text.into()),
                }
            }
        }
    };
}

codes! {
    /// Other records were rolled back with the one that failed; look at that one.
    AllOrNoneOperationRolledBack = "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    /// The API is off for a while.
    ApiCurrentlyDisabled = "API_CURRENTLY_DISABLED",
    /// The org's edition or settings have no API.
    ApiDisabledForOrg = "API_DISABLED_FOR_ORG",
    /// An Apex REST method threw.
    ApexError = "APEX_ERROR",
    /// An earlier request of the batch failed and `haltOnError` was set.
    BatchProcessingHalted = "BATCH_PROCESSING_HALTED",
    /// A flow failed.
    CannotExecuteFlowTrigger = "CANNOT_EXECUTE_FLOW_TRIGGER",
    /// An Apex trigger refused the record; its text is in the message.
    CannotInsertUpdateActivateEntity = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    /// Other records refer to the one to delete.
    DeleteFailed = "DELETE_FAILED",
    /// The external ID matches several records.
    DuplicateExternalId = "DUPLICATE_EXTERNAL_ID",
    /// A unique field has this value in another record.
    DuplicateValue = "DUPLICATE_VALUE",
    /// A duplicate rule found records that look the same.
    DuplicatesDetected = "DUPLICATES_DETECTED",
    /// The record is in the recycle bin.
    EntityIsDeleted = "ENTITY_IS_DELETED",
    /// An approval process holds the record.
    EntityIsLocked = "ENTITY_IS_LOCKED",
    /// Too many ids or records in one call.
    ExceededIdLimit = "EXCEEDED_ID_LIMIT",
    /// The body is over 50 MB.
    ExceededMaxSizeRequest = "EXCEEDED_MAX_SIZE_REQUEST",
    /// A validation rule refused the record; its text is the message.
    FieldCustomValidationException = "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    /// A lookup filter refused the value.
    FieldFilterValidationException = "FIELD_FILTER_VALIDATION_EXCEPTION",
    /// A value does not fit with others.
    FieldIntegrityException = "FIELD_INTEGRITY_EXCEPTION",
    /// The org does not have the feature.
    FunctionalityNotEnabled = "FUNCTIONALITY_NOT_ENABLED",
    /// The owner or user is inactive.
    InactiveOwnerOrUser = "INACTIVE_OWNER_OR_USER",
    /// The user may not do this.
    InsufficientAccess = "INSUFFICIENT_ACCESS",
    /// The user may not use the record that this one refers to.
    InsufficientAccessOnCrossReferenceEntity = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    /// The user may not change the record.
    InsufficientAccessOrReadonly = "INSUFFICIENT_ACCESS_OR_READONLY",
    /// The `Authorization` header is malformed.
    InvalidAuthHeader = "INVALID_AUTH_HEADER",
    /// The id does not name a record that may stand here.
    InvalidCrossReferenceKey = "INVALID_CROSS_REFERENCE_KEY",
    /// The org is being upgraded and takes no writes; nothing was done.
    InsertUpdateDeleteNotAllowedDuringMaintenance =
        "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
    /// Not an email address.
    InvalidEmailAddress = "INVALID_EMAIL_ADDRESS",
    /// No such field, or the user may not see it.
    InvalidField = "INVALID_FIELD",
    /// The field cannot be written.
    InvalidFieldForInsertUpdate = "INVALID_FIELD_FOR_INSERT_UPDATE",
    /// The restricted picklist does not have the value.
    InvalidOrNullForRestrictedPicklist = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    /// A filter's operator or value does not fit its field.
    InvalidQueryFilterOperator = "INVALID_QUERY_FILTER_OPERATOR",
    /// The query's pages are gone: they are kept for two days.
    InvalidQueryLocator = "INVALID_QUERY_LOCATOR",
    /// The search text is not right.
    InvalidSearch = "INVALID_SEARCH",
    /// The session has expired or was ended.
    InvalidSessionId = "INVALID_SESSION_ID",
    /// No such object, or the user may not see it.
    InvalidType = "INVALID_TYPE",
    /// A value's JSON type does not fit its field.
    InvalidTypeOnFieldInRecord = "INVALID_TYPE_ON_FIELD_IN_RECORD",
    /// The body is not JSON, or not of the form that the resource takes.
    JsonParserError = "JSON_PARSER_ERROR",
    /// A limit of the platform was passed.
    LimitExceeded = "LIMIT_EXCEEDED",
    /// Not an id, or one of another object.
    MalformedId = "MALFORMED_ID",
    /// The SOQL does not parse.
    MalformedQuery = "MALFORMED_QUERY",
    /// The SOSL does not parse.
    MalformedSearch = "MALFORMED_SEARCH",
    /// The resource does not take this method.
    MethodNotAllowed = "METHOD_NOT_ALLOWED",
    /// Setup objects and others cannot be written in one transaction.
    MixedDmlOperation = "MIXED_DML_OPERATION",
    /// No such resource or record.
    NotFound = "NOT_FOUND",
    /// A number is out of range.
    NumberOutsideValidRange = "NUMBER_OUTSIDE_VALID_RANGE",
    /// The sharing rules make the query too large.
    OperationTooLarge = "OPERATION_TOO_LARGE",
    /// The org is locked.
    OrgLocked = "ORG_LOCKED",
    /// The event bus is away; the event was not published.
    PlatformEventPublishingUnavailable = "PLATFORM_EVENT_PUBLISHING_UNAVAILABLE",
    /// The event was not published.
    PlatformEventPublishFailed = "PLATFORM_EVENT_PUBLISH_FAILED",
    /// A request that this one depends on, or another of its transaction, failed.
    ProcessingHalted = "PROCESSING_HALTED",
    /// The query ran for too long.
    QueryTimeout = "QUERY_TIMEOUT",
    /// The query has too many formulas.
    QueryTooComplicated = "QUERY_TOO_COMPLICATED",
    /// The daily limit of calls, or that of calls at once; the message tells which.
    RequestLimitExceeded = "REQUEST_LIMIT_EXCEEDED",
    /// The call ran for too long.
    RequestRunningTooLong = "REQUEST_RUNNING_TOO_LONG",
    /// A field that must have a value has none.
    RequiredFieldMissing = "REQUIRED_FIELD_MISSING",
    /// The org is overloaded or in maintenance.
    ServerUnavailable = "SERVER_UNAVAILABLE",
    /// The org has no room left.
    StorageLimitExceeded = "STORAGE_LIMIT_EXCEEDED",
    /// A text is longer than its field.
    StringTooLong = "STRING_TOO_LONG",
    /// Too many calls of the org's own code at once.
    TooManyApexRequests = "TOO_MANY_APEX_REQUESTS",
    /// Another transaction holds the record or its parent.
    UnableToLockRow = "UNABLE_TO_LOCK_ROW",
    /// The org failed; support can look its `ErrorId` up.
    UnknownException = "UNKNOWN_EXCEPTION",
    /// The version of the API is retired or not there yet.
    UnsupportedApiVersion = "UNSUPPORTED_API_VERSION",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Ok(Self::from(&*text))
    }
}
