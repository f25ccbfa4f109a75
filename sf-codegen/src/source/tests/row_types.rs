//! Which types of fields are refused, and that no other is.

use super::*;

/// What is said of one field of a row of contacts.
fn of(field: &str) -> Vec<String> {
    with("", field)
}

fn with(settings: &str, field: &str) -> Vec<String> {
    let rows = format!(
        "#[derive(SoqlRow)] #[soql(from = \"Contact\"{settings})] struct R {{ {field} }}
         #[derive(SoqlRow)] #[soql(from = \"Account\")] struct A {{ name: String }}"
    );
    found(&[("a.rs", &rows)])
}

fn is_fine(fields: &[&str]) {
    for field in fields {
        assert_eq!(of(field), [""; 0], "{field}");
    }
}

#[test]
fn what_may_be_null_is_an_option() {
    for (field, said) in [
        (
            "account: A",
            "a.rs: A error[missing-option]: there may be no `Account` (write `Option<A>`)",
        ),
        (
            "#[soql(\"Account.Name\")] n: String",
            "a.rs: String error[missing-option]: `Account.Name` of Contact may be null (write \
             `Option<String>`)",
        ),
        (
            // The macro reads names as well, and refuses an alias.
            "#[soql(\"Account.Name\")] n: my::Opt<String>",
            "a.rs: my::Opt<String> error[missing-option]: `Account.Name` of Contact may be null \
             (write `Option<String>`: an `Option` is seen where it is written as such, not behind \
             an alias)",
        ),
    ] {
        assert_eq!(of(field), [said]);
    }
}

#[test]
fn an_option_that_nothing_needs_is_a_lint() {
    let said = "a.rs: Option<String> warning[needless-option]: `Name` of Contact is never null \
                (write `String`)";
    let field = "name: Option<String>";
    assert_eq!(of(field), [said]);
    assert_eq!(with(", allow(needless_option)", field), [""; 0]);
    let denied = with(", deny(needless-option)", field);
    assert_eq!(denied, [said.replace("warning", "error")]);
    let said = of("name: std::option::Option<::std::string::String>");
    assert!(
        said[0].ends_with("(write `::std::string::String`)"),
        "{said:?}"
    );
}

#[test]
fn a_type_that_no_text_is_read_as() {
    let said = "is not read as";
    for (ty, written) in [
        ("i64", "i64"),
        ("&str", "&str"),
        ("&'static str", "&'static str"),
        ("Option<u8>", "u8"),
        ("sf_runtime::Decimal", "sf_runtime::Decimal"),
        ("HashMap<String, Vec<u8>>", "HashMap<String, Vec<u8>>"),
        ("Cow < 'static, str >", "Cow < 'static, str >"),
    ] {
        let found = of(&format!("name: {ty}"));
        assert_eq!(found.len(), 1, "{ty}: {found:?}");
        let expected =
            format!("error[wrong-type]: `Name` of Contact {said} `{written}` (write `String`)");
        assert!(found[0].ends_with(&expected), "{found:?}");
    }
    let said = "a.rs: String error[wrong-type]: `Account` is a parent, and `String` is no row";
    assert!(of("account: String")[0].starts_with(said));
}

#[test]
fn what_names_do_not_tell_is_left_to_the_compiler() {
    is_fine(&[
        "name: String",
        "name: std::string::String",
        "name: Text",
        "name: Wrapped<i64>",
        "name: my::Wrapped<Option<i64>>",
        "name: Result<i64, u8>",
        "name: Vec<u8>",
        "name: (i64)",
        "name: [u8; 5]",
        "name: <T as Trait>::Text",
        "name: text!()",
        "name: dyn Trait",
        "name: Box<dyn Fn(i64) -> i64>",
        "name: fn(i64) -> Option<i64>",
        "name: Option",
        "name: Option<'a>",
        "name: Option<i64, u8>",
        "name: Option<Item = u8>",
        "account: Option<A>",
        "account: Option<Box<A>>",
        "account: Option<elsewhere::A>",
        "#[soql(\"Account.Name\")] n: Option<Text>",
        "#[soql(\"COUNT(Id)\")] n: i64",
    ]);
}

#[test]
fn only_the_fields_of_the_row_itself_are_looked_at() {
    // Of the row that is nested it is said where that is queried.
    let nested = "#[derive(SoqlRow)] #[soql(from = \"Account\")] struct A { name: u8 }
        #[derive(SoqlRow)] #[soql(from = \"Contact\")] struct R { name: String, account: Option<A> }";
    let said = found(&[("a.rs", nested)]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("`Name` of Account is not read as `u8`"),
        "{said:?}"
    );
}
