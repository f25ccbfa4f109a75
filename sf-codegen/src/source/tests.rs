//! Which queries are found, in every form in which they are written, and where a finding is put.

use sf_schema::schema::{ChildRelationship, Field, FieldFlags, FieldType, ObjectFlags, Reference};
use sf_schema::soql::check::CheckOptions;
use sf_schema::{Name, Object, Schema};

use super::*;

mod row_types;

fn field(api: &str, rust: &str) -> Field {
    Field {
        name: Name::new(api, rust),
        flags: FieldFlags::FILTERABLE | FieldFlags::SORTABLE,
        ..Field::default()
    }
}

fn lookup(api: &str, relationship: &str, to: &str) -> Field {
    Field {
        data: FieldType::Reference,
        reference: Some(Reference {
            to: vec![to.to_owned()],
            relationship: Some(Name::new(relationship, relationship.to_lowercase())),
            ..Reference::default()
        }),
        flags: FieldFlags::FILTERABLE | FieldFlags::SORTABLE | FieldFlags::NILLABLE,
        ..field(api, &api.to_lowercase())
    }
}

fn object(api: &str, fields: Vec<Field>, children: Vec<ChildRelationship>) -> Object {
    Object {
        name: Name::new(api, api),
        flags: ObjectFlags::QUERYABLE,
        fields,
        children,
        ..Object::default()
    }
}

/// Accounts and their contacts.
fn schema() -> Schema {
    let contacts = ChildRelationship {
        name: Some(Name::new("Contacts", "contacts")),
        object: "Contact".to_owned(),
        field: "AccountId".to_owned(),
        ..ChildRelationship::default()
    };
    let fields = || {
        vec![
            Field {
                data: FieldType::Id,
                ..field("Id", "id")
            },
            field("Name", "name"),
            field("Industry", "industry"),
            field("Type", "type_"),
        ]
    };
    let mut of_contact = fields();
    of_contact.push(lookup("AccountId", "Account", "Account"));
    let mut of_account = fields();
    of_account.push(lookup("ParentId", "Parent", "Account"));
    of_account.push(Field {
        data: FieldType::Date,
        ..field("DueDate", "due_date")
    });
    let objects = [
        object("Account", of_account, vec![contacts]),
        object("Contact", of_contact, Vec::new()),
    ];
    Schema::new(objects).expect("a schema")
}

/// The texts of all queries in a file.
fn texts(source: &str) -> Vec<String> {
    let sources = Sources::of([("a.rs", source)]);
    let queries = sources.queries(&schema());
    queries.into_iter().map(|query| query.text).collect()
}

/// All findings: what stands at each, and what is said.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let sources = Sources::of(files.iter().map(|(path, text)| (*path, *text)));
    let schema = schema();
    let queries = sources.queries(&schema);
    let of_queries = queries
        .iter()
        .flat_map(|query| query.check(&schema, &CheckOptions::default()));
    let mut all: Vec<String> = sources
        .findings()
        .chain(of_queries)
        .map(|finding| {
            let file = sources.file(finding.file).expect("a file");
            let Span { start, end } = finding.diagnostic.span;
            format!(
                "{}: {} {}",
                file.path.display(),
                &file.text[start..end],
                finding.diagnostic
            )
        })
        .collect();
    // A row that others nest is said to be wrong once.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|said| seen.insert(said.clone()));
    all
}

fn one(source: &str) -> String {
    let mut all = found(&[("a.rs", source)]);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

const INDUSTRI: &str =
    "error[INVALID_FIELD]: no field `Industri` on Account (did you mean `Industry`?)";

#[test]
fn calls_are_found_wherever_they_stand() {
    let source = r##"
        //! soql!("not this one")
        const A: &str = "soql!(nor this)"; // soql!("nor this")
        fn f() { soql!("1"); sf_runtime::soql!("2").fetch(); if x { vec![soql! { "3" }] } }
        mod m { impl T { async fn g() { assert_eq!(a(soql!["4"]), deep!({ [soql!("5")] })) } } }
        #[cfg(test)] mod tests { #[test] fn t() { let _ = soql!("6",); } }
        macro_rules! all { ($q:literal) => { soql!($q); soql!("7") } }
        macro_rules! soql { () => {} }
        use sf_runtime::{soql as q, Id};
        fn h() { q!("8"); soql; soql(9); soql::x; xsoql!("10"); r#soql!("11") }
    "##;
    assert_eq!(
        texts(source),
        ["1", "2", "3", "4", "5", "6", "7", "8", "11"]
    );
}

#[test]
fn all_forms_of_a_call() {
    for (call, text) in [
        (r#""SELECT Id " "FROM Account""#, "SELECT Id FROM Account"),
        (r##"r#"SELECT "x""#, "##, "SELECT \"x\""),
        (r#"in crate::org, "SELECT""#, "SELECT"),
        (
            r#"in ::a::b, allow(apex-only, long_query), deny(doubtful), "SELECT""#,
            "SELECT",
        ),
        (r#"struct Deal: "SELECT""#, "SELECT"),
        (
            r#"in a, #[derive(Clone)] #[x] pub(crate) struct Deal: SELECT Id"#,
            "SELECT Id",
        ),
        (r#"pub struct Deal: "SELECT""#, "SELECT"),
        (
            "SELECT Id,  Account.Name\n FROM Contact WHERE (Name = \"O'Neil\\n\") AND Id IN :ids",
            "SELECT Id, Account.Name FROM Contact WHERE (Name = 'O\\'Neil\\n') AND Id IN :ids",
        ),
        (
            "SELECT COUNT ( ) FROM A WHERE D > 2024-01-31T10:00:00Z AND N != -1.5 AND X <= :{a.b()[0]} AND c='x'",
            "SELECT COUNT () FROM A WHERE D > 2024-01-31T10:00:00Z AND N != -1.5 AND X <= :{_} AND c='x'",
        ),
        (
            "SELECT Id FROM A WHERE r#in = :a.b.c LIMIT :n",
            "SELECT Id FROM A WHERE in = :a.b.c LIMIT :n",
        ),
        (
            r#"SELECT a FROM b WHERE c LIKE "a\\%b\\c""#,
            "SELECT a FROM b WHERE c LIKE 'a\\%b\\\\c'",
        ),
    ] {
        assert_eq!(
            texts(&format!("fn f() {{ soql!({call}) }}")),
            [text],
            "{call}"
        );
    }
}

#[test]
fn findings_are_put_inside_of_literals() {
    for source in [
        r#"soql!("SELECT Id, Industri FROM Account")"#,
        "soql!(\"SELECT Id,\\n\\tIndustri FROM Account\")",
        "soql!(\"é\\u{e9}\")",
    ] {
        let _ = found(&[("a.rs", source)]);
    }
    let expected = format!("a.rs: Industri {INDUSTRI}");
    for source in [
        r#"soql!("SELECT Id, Industri FROM Account")"#,
        r##"soql!(r#"SELECT Id, Industri FROM Account"#)"##,
        "soql!(\"SELECT Id,\\n\\t\\x20Industri \\\r\n      FROM Account\")",
        "soql!(\"SELECT Id,\r\n  Industri\r\n  FROM Account\")",
        r#"/* é */ soql!("SELECT Id" ", Industri" " FROM Account")"#,
        "soql!(SELECT Id, Industri FROM Account)",
        "soql!(in a::b, struct R: SELECT Id, Industri FROM Account WHERE Name = :name)",
        "#!/usr/bin/env é\nfn main() { soql!(\"SELECT Id, Industri FROM Account\") }",
        "\u{feff}soql!(\"SELECT Id, Industri FROM Account\")",
    ] {
        assert_eq!(one(source), expected, "{source}");
    }
    // A name that several literals make is in both.
    let split = one(r#"soql!("SELECT Id, Indus" "tri FROM Account")"#);
    assert_eq!(split, format!("a.rs: Indus\" \"tri {INDUSTRI}"));
    let escaped = one(r#"soql!("SELECT Id, Indus\u{74}ri FROM Account")"#);
    assert_eq!(escaped, format!("a.rs: Indus\\u{{74}}ri {INDUSTRI}"));
    let text = one(r#"soql!(SELECT Id FROM Account WHERE Name LIKE "it's")"#);
    assert!(
        text.starts_with("a.rs: \"it's\" warning[like-without-wildcard]"),
        "{text}"
    );
    // A bind is no finding, one that is missing is.
    let bind = r#"soql!("SELECT Id FROM Account WHERE Name = :{a + 1} AND Industry IN :b.c")"#;
    assert_eq!(found(&[("a.rs", bind)]), [""; 0]);
    for of_days in [
        r#"soql!("SELECT Id FROM Account WHERE DueDate = LAST_N_DAYS::days")"#,
        "soql!(SELECT Id FROM Account WHERE DueDate = LAST_N_DAYS::{a.days})",
    ] {
        assert_eq!(found(&[("a.rs", of_days)]), [""; 0]);
    }
}

#[test]
fn lints_of_a_call() {
    let call = |prefix: &str| {
        let query = "SELECT Id FROM Account WHERE Name LIKE 'a'";
        found(&[("a.rs", &format!("soql!({prefix}\"{query}\")"))])
    };
    assert!(call("")[0].contains("warning[like-without-wildcard]"));
    assert!(call("deny(like-without-wildcard), ")[0].contains("error[like-without-wildcard]"));
    assert_eq!(
        call("in a, allow(apex-only, like_without_wildcard), "),
        [""; 0]
    );
    let unknown = call("allow(like-without), ");
    assert!(
        unknown[0].starts_with("a.rs: like-without error[unknown-lint]: no lint `like-without`"),
        "{unknown:?}"
    );
}

#[test]
fn binds_of_rows_with_a_name_are_names() {
    let said = "error[bind]: the binds of a row are the arguments of its `query`, so a bind is a name \
                (write `:min`, and give the value to `query`)";
    let query = |bind: &str| format!("SELECT Id FROM Account WHERE Name = :{bind}");
    for (bind, found) in [("{a + b}", "a + b"), ("a.b", "a.b")] {
        let text = query(bind);
        let named = format!("soql!(pub struct R: \"{text}\");");
        assert_eq!(one(&named), format!("a.rs: {found} {said}"));
        let row = format!(
            "#[derive(SoqlRow)] #[soql(from = \"Account\", filter = \"Name = :{bind}\")]
             struct R {{ id: String }}"
        );
        assert!(one(&row).ends_with(said), "{}", one(&row));
        let unnamed = format!("fn f() {{ soql!(\"{text}\") }}");
        assert_eq!(self::found(&[("a.rs", &unnamed)]), [""; 0]);
    }
    let named = format!("soql!(struct R: \"{}\");", query("a"));
    assert_eq!(self::found(&[("a.rs", &named)]), [""; 0]);
    let tokens = "soql!(struct R: SELECT Id FROM Account WHERE Name = :{a + b});";
    assert_eq!(one(tokens), format!("a.rs: {{a + b}} {said}"));
}

#[test]
fn what_is_no_query() {
    for (source, at, said) in [
        ("soql!()", "soql!()", "no query"),
        (r#"soql!("a", 5)"#, ",", "nothing after them"),
        (r#"soql!("a" b)"#, "b", "nothing after them"),
        ("soql!(SELECT [a])", "[", "only round parentheses"),
        (r#"soql!(SELECT b"a")"#, "b\"a\"", "not a value of SOQL"),
    ] {
        let found = one(source);
        assert!(
            found.starts_with(&format!("a.rs: {at}")) && found.contains(said),
            "{found}"
        );
    }
}

#[test]
fn what_is_no_rust_is_said_and_hides_nothing() {
    let all = found(&[
        (
            "bad.rs",
            "fn f() { soql!(\"SELECT Nope FROM Account\") \n ]",
        ),
        ("no_query.rs", "fn f( { ]"),
        ("a.rs", "soql!(\"SELECT Id, Industri FROM Account\")"),
    ]);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(
        all[0].starts_with("bad.rs:  warning[unreadable-file]: "),
        "{all:?}"
    );
    assert_eq!(all[1], format!("a.rs: Industri {INDUSTRI}"));
}

#[test]
fn files_of_one_query() {
    let all = found(&[
        ("a.soql", "// soql!(\nSELECT Id, Industri FROM Account"),
        ("b.SOQL", "SELECT Id FROM Account WHERE Name = :bind"),
        ("c.soql", "// nothing\n"),
    ]);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[0], format!("a.soql: Industri {INDUSTRI}"));
    assert!(all[1].contains("Apex"), "{all:?}");
    let two = "SELECT Id FROM Account;\nSELECT Id FROM Contact;\n";
    let said = found(&[("a.soql", two)]);
    assert!(
        said[0].starts_with("a.soql: ; error") && said[0].contains("a file is of one query"),
        "{said:?}"
    );
}

const DEAL: &str = r#"
    /// A row.
    #[derive(Debug, sf_runtime::SoqlRow)]
    #[soql(from = "Contact", filter = "Industry = :a AND Account.Name != 'x'", order_by = "Name", limit = 1_0u32)]
    pub(crate) struct Deal {
        id: Id<Contact>,
        /// Its type.
        pub r#type: Option<String>,
        #[soql("Account.Industry")] industry: Option<BTreeMap<u8, (String, u8)>>,
        account: Option<Box<self::AccountRow>>,
    }
"#;

#[test]
fn a_row_is_a_query() {
    let nested = "#[derive(SoqlRow)] #[soql(from = \"Account\")] struct AccountRow { name: String, contacts: Vec<ContactRow> }";
    assert_eq!(
        texts(&format!("fn f() {{ {DEAL} {nested} }}")),
        [
            "SELECT Id, Type, Account.Industry, Account.Name FROM Contact \
          WHERE Industry = :a AND Account.Name != 'x' ORDER BY Name LIMIT 10",
            "SELECT Name FROM Account"
        ],
    );
    let rows = r#"
        #[soql(from = "Account", group_by = "Name", having = "COUNT(Id) > :n", offset = ":o")]
        #[cfg_attr(all(), derive(Clone, SoqlRow))]
        pub struct A {
            name: String,
            #[soql(binds(a))] contacts: Vec<C>,
            #[soql("Contacts", binds(a))] again: Page<C>,
            #[soql("COUNT(Id)")] n: i64,
        }
        #[derive(SoqlRow)]
        #[soql(from = "Contact", filter = "Name = :a", limit = 5)]
        struct C { name: String, account: Option<Elsewhere> }
        #[derive(Clone)]
        struct NotARow { nope: String }
    "#;
    assert_eq!(
        texts(rows),
        [
            "SELECT Name, (SELECT Name FROM Contacts WHERE Name = :a LIMIT 5), \
          (SELECT Name FROM Contacts WHERE Name = :a LIMIT 5), COUNT(Id) FROM Account \
          GROUP BY Name HAVING COUNT(Id) > :n OFFSET :o",
            "SELECT Name FROM Contact WHERE Name = :a LIMIT 5"
        ],
    );
}

#[test]
fn an_enum_of_rows_is_a_typeof() {
    let rows = r#"
        #[derive(SoqlRow)] #[soql(from = "Contact")]
        struct R { name: String, #[soql("Account")] about: Option<About> }
        #[derive(Debug, SoqlRow)]
        pub(crate) enum About {
            #[soql(from = "Account")] Company(A),
            #[soql(from = "Contact")] Person(Box<C>),
            #[soql(from = "Account")] Elsewhere(else_where::Row),
            Other(String),
        }
        #[derive(SoqlRow)] #[soql(from = "Account")] struct A { name: String, industry: String }
        #[derive(SoqlRow)] #[soql(from = "Contact")] struct C { name: String, industri: String }
    "#;
    assert_eq!(
        texts(rows)[0],
        "SELECT Name, TYPEOF Account WHEN Account THEN Name, Industry WHEN Contact THEN Name \
         WHEN Account THEN Id END FROM Contact"
    );
    let said = found(&[("a.rs", rows)]).join("\n");
    assert!(said.contains("no field `industri` on Contact"), "{said}");
    assert!(
        said.contains("TYPEOF is for lookups to several objects"),
        "{said}"
    );
}

#[test]
fn findings_of_a_row_are_on_the_field() {
    let row = |settings: &str, fields: &str| {
        let text = format!("#[derive(SoqlRow)] #[soql({settings})] struct R {{ {fields} }}");
        found(&[("a.rs", &text)])
    };
    let said = row("from = \"Account\"", "id: Id<Account>, industri: String");
    let expected = "a.rs: industri error[INVALID_FIELD]: no field `industri` on Account \
                    (did you mean `industry`?)";
    assert_eq!(said, [expected]);
    let said = row(
        "from = \"Account\"",
        "#[soql(\"Industri\")] industry: String, name: String",
    );
    assert_eq!(said, [format!("a.rs: Industri {INDUSTRI}")]);
    let said = row("from = \"Acount\"", "nope: String");
    assert_eq!(
        said,
        ["a.rs: Acount error[INVALID_TYPE]: no object `Acount` (did you mean `Account`?)"]
    );
    let said = row(r#"from = "Account", filter = "Nmae = 'a'""#, "name: String");
    assert!(
        said[0].starts_with("a.rs: Nmae error[INVALID_FIELD]"),
        "{said:?}"
    );
    let said = row(
        r#"allow(like-without-wildcard), from = "Account", filter = "Name LIKE 'a'""#,
        "id: String",
    );
    assert_eq!(said, [""; 0]);
    let said = row(
        r#"from = "Account""#,
        "r#type: String, #[soql(\"Type\")] again: String",
    );
    assert!(
        said[0].starts_with("a.rs: Type error[INVALID_FIELD]: `Type` is selected twice"),
        "{said:?}"
    );
}

#[test]
fn nested_rows_are_found_in_other_files() {
    let root = "#[derive(SoqlRow)] #[soql(from = \"Contact\")] struct R { account: Option<A> }";
    let nested = "#[derive(SoqlRow)] #[soql(from = \"Account\")] struct A { industri: String, #[soql(\"Nmae\")] n: String }";
    let said = found(&[("root.rs", root), ("nested.rs", nested)]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("nested.rs: industri error"), "{said:?}");
    assert!(said[1].starts_with("nested.rs: Nmae error"), "{said:?}");
    // Which of two is meant is not known.
    let files = [("root.rs", root), ("a.rs", nested), ("b.rs", nested)];
    let sources = Sources::of(files);
    assert_eq!(sources.queries(&schema())[0].text, "SELECT Id FROM Contact");
}

#[test]
fn which_of_two_rows_in_one_file_is_meant_is_not_known() {
    let rows = r#"
        fn one() {
            #[derive(SoqlRow)] #[soql(from = "Account")] struct Row { name: String }
            #[derive(SoqlRow)] #[soql(from = "Contact")] struct Held { account: Option<Row> }
        }
        fn two() {
            #[derive(SoqlRow)] #[soql(from = "Contact")] struct Row { accountid: Option<String> }
            #[derive(SoqlRow)] #[soql(from = "Account")] struct Held { contacts: Vec<Row> }
        }
    "#;
    assert_eq!(found(&[("rows.rs", rows)]), [""; 0]);
}

#[test]
fn paths_to_rows_may_be_long() {
    let rows = r#"
        #[derive(SoqlRow)] #[soql(from = "Contact")]
        struct R {
            #[soql("Account.Parent")] up: Option<A>,
            #[soql("Account.Parent.Parent")] elsewhere: Option<Elsewhere>,
            #[soql("Account.Name")] name: Option<String>,
            id: String,
        }
        #[derive(SoqlRow)] #[soql(from = "Account")] struct A { name: String, industri: String }
    "#;
    let expected = "SELECT Account.Parent.Name, Account.Name, Id FROM Contact";
    assert_eq!(texts(rows)[0], expected);
    let said = one(rows);
    assert!(
        said.starts_with("a.rs: industri error[INVALID_FIELD]: no field `industri` on Account"),
        "{said}"
    );
}

#[test]
fn rows_behind_a_condition_are_rows() {
    let rows = r#"
        #[cfg_attr(feature = "org", derive(Debug, SoqlRow), soql(from = "Account", filter = "Nmae = 'x'"))]
        struct Conditional {
            #[cfg_attr(feature = "org", soql("Industri"), serde(rename = "soql(a)"))] i: String,
        }
    "#;
    assert_eq!(
        texts(rows),
        ["SELECT Industri FROM Account WHERE Nmae = 'x'"]
    );
    assert_eq!(
        found(&[("a.rs", rows)])[0],
        format!("a.rs: Industri {INDUSTRI}")
    );
}

#[test]
fn rows_that_the_macro_refuses_are_said() {
    let of = "#[derive(SoqlRow)] #[soql(from = \"Account\")]";
    for (row, at, said) in [
        (
            "#[derive(SoqlRow)] struct R { name: String }".to_owned(),
            "R",
            "the object of the row is missing (write #[soql(from = \"Account\")])",
        ),
        (
            "#[derive(SoqlRow)] #[soql(limit = 5)] pub struct R { name: String }".to_owned(),
            "R",
            "the object of the row is missing",
        ),
        (
            format!("{of} struct R<T> {{ name: T }}"),
            "T",
            "a row takes no generics or lifetimes",
        ),
        (
            format!("{of} enum R<'a> {{ A(&'a str) }}"),
            "'",
            "a row takes no generics or lifetimes",
        ),
        (
            format!("{of} struct R(String);"),
            "R",
            "a row is a struct with named fields",
        ),
        (format!("{of} struct R;"), "R", "a row has fields"),
        (format!("{of} struct R {{ }}"), "R", "a row has fields"),
    ] {
        let found = one(&row);
        let expected = format!("a.rs: {at} error[unreadable-query]: {said}");
        assert!(found.starts_with(&expected), "{row}: {found}");
    }
    // What a macro by example fills in is not known.
    for template in [
        "$(#[$m])* #[derive(SoqlRow)] struct R { name: String }",
        "#[derive(SoqlRow)] #[soql($($of)*)] struct R { name: String }",
        "#[derive(SoqlRow)] #[soql(from = $of)] struct R { name: String }",
        "#[derive(SoqlRow)] struct $name { name: String }",
        "#[derive(Other)] struct R<T>(T);",
    ] {
        let rows = format!("macro_rules! rows {{ () => {{ {template} }} }} // SoqlRow");
        assert_eq!(self::found(&[("a.rs", &rows)]), [""; 0], "{template}");
    }
}

#[test]
fn rows_in_circles_end() {
    let circle = "#[derive(SoqlRow)] #[soql(from = \"Account\")]
        struct A { contacts: Vec<C>, more: Vec<C> }
        #[derive(SoqlRow)] #[soql(from = \"Contact\")] struct C { account: Option<A>, #[soql(\"Account\")] b: Option<A>, id: String }";
    let sources = Sources::of([("a.rs", circle)]);
    let queries = sources.queries(&schema());
    assert_eq!(queries.len(), 2);
    assert!(queries[0].text.len() < 10 * sf_schema::soql::MAX_CHARACTERS);
}

#[test]
fn anything_at_all_can_be_read() {
    let pieces = [
        "soql!(",
        "soql!{",
        "\"a\"",
        ")",
        "}",
        "#[derive(SoqlRow)]",
        "#[soql(",
        "from = \"Account\"",
        "struct",
        "pub(crate)",
        "A",
        "{",
        "name: ",
        "Vec<",
        ">",
        ",",
        "'a",
        "'b'",
        "\\",
        "é",
        ";",
        "->",
        "in",
        "allow(",
        "r#\"",
        "\"#",
        "#",
        "[",
        "]",
        "$a",
        "/*",
        "*/",
        "//",
        "\n",
        "as",
    ];
    let mut seed: u64 = 7;
    for _ in 0..3_000 {
        let mut text = String::from("soql SoqlRow ");
        for _ in 0..12 {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let piece = pieces[(seed >> 33) as usize % pieces.len()];
            text.push_str(piece);
            text.push(' ');
        }
        let _ = found(&[("a.rs", &text)]);
    }
}

/// Queries that no macro checks: only what can be nothing else than one of Salesforce.
#[test]
fn texts_that_the_runtime_is_given() {
    let first = "SELECT Id FROM Account WHERE Industry = :name AND DueDate = LAST_N_DAYS::n";
    let source = format!(
        r#"fn f(sf: &Client) {{
            Query::new("{first}").bind("name", 1);
            Query::<(Vec<Row>, fn() -> Row)>::new("select Id from account");
            let soql = Soql::new(r"SELECT Id FROM Contact",);
            deep!(sf_runtime::Query::new("SELECT Id FROM Account LIMIT 1"));
            sf.query::<Row>("SELECT Id FROM Account LIMIT 2").await?;
            // Not a whole text, or not one of SOQL, or nothing that the snapshot has.
            Query::new("WHERE Id = null"); Query::new(format!("SELECT Id FROM {{x}}"));
            Query::new("SELECT Id ".to_owned() + rest); Query::new("SELECT * FROM account");
            Query::new("SELECT Id FROM users"); Query::other("SELECT Id FROM Account");
            db.query("SELECT Id FROM Account", &[]); tantivy::Query::new("SELECT Id FROM Account");
        }}"#
    );
    assert_eq!(
        texts(&source),
        [
            first,
            "select Id from account",
            "SELECT Id FROM Contact",
            "SELECT Id FROM Account LIMIT 1",
            "SELECT Id FROM Account LIMIT 2"
        ]
    );
    let call = "fn f() { Query::new(\"SELECT Industri FROM Account\"); }";
    assert_eq!(one(call), format!("a.rs: Industri {INDUSTRI}"));
    for other in [
        "use sqlite::{Connection, Query};",
        "use sqlite::Statement as Query;",
        "struct Query(&'static str);",
    ] {
        let nothing: [String; 0] = [];
        assert_eq!(found(&[("a.rs", &format!("{other} {call}"))]), nothing);
    }
    let database = "fn f() { db.query(\"SELECT Industri FROM Account\"); }";
    assert!(found(&[("a.rs", database)]).is_empty());
    // Of the runtime's own what does not parse is wrong too; of nobody knows whose it is not.
    let broken = "fn f() { Query::new(\"SELECT Id, FROM Account\"); }";
    assert!(found(&[("a.rs", broken)]).is_empty());
    let ours = format!("use sf_runtime::{{Client, Query}};\n{broken}");
    assert!(one(&ours).contains("error["), "{}", one(&ours));
}
