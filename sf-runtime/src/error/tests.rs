use super::*;

/// What a program prints that tells an error and all that caused it.
fn chain(error: &Error) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        said.push_str(&format!(": {error}"));
        next = error.source();
    }
    said
}

#[test]
fn a_chain_of_errors_says_each_thing_once() {
    let reason = || serde_json::from_str::<u8>("null").expect_err("no number");
    let decode = Error::decode(CallInfo::default(), "no answer", Some(reason()));
    let record = Error::from(RecordError::new("null", &reason()));
    let shared = Error::Shared(Arc::new(Error::from(RecordError::new("null", &reason()))));
    for error in [decode, record, shared] {
        let said = chain(&error);
        assert_eq!(said.matches("invalid type: null").count(), 1, "{said}");
    }
}
