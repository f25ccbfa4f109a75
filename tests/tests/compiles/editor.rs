//! The macros in an editor: rust-analyzer's own server, which comes with the compiler, expands them
//! in one process that lives for days.

use std::fs;
use std::path::Path;

use super::queries::commit;
use super::scratch::Scratch;
use super::server::Server;

/// What a query expands to, as the words and texts of it.
fn asked(server: &mut Server, query: &str) -> Vec<String> {
    server.expand("soql", query)
}

/// What the expansion says is wrong, if anything.
fn refusal(expansion: &[String]) -> Option<&str> {
    let mut words = expansion.iter().map(String::as_str);
    words.find(|word| *word == "compile_error")?;
    // What is said comes after the name of the macro that says it.
    Some(words.find(|text| text.contains(' ')).unwrap_or_default())
}

/// Writes a file so that it is seen to be another, however coarse the clock of the files.
fn rewrite(path: &Path, text: &str) {
    let before = fs::metadata(path).and_then(|about| about.modified());
    fs::write(path, text).unwrap();
    if let Ok(before) = before {
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_modified(before + std::time::Duration::from_secs(2))
            .unwrap();
    }
}

#[test]
fn an_editor_sees_the_schema_as_it_is_now() {
    let scratch = Scratch::new("edited");
    commit(&scratch, |contact| contact);
    scratch.declare("org");
    let Some(mut server) = Server::start(&scratch) else {
        return;
    };
    let contact = scratch.path("salesforce/sobjects.index/contact.sobject");
    let index = fs::read_to_string(&contact).unwrap();
    let query = r#""SELECT Id, Title FROM Contact""#;
    let before = asked(&mut server, query);
    assert_eq!(refusal(&before), None);
    assert!(before.iter().any(|word| word == "title"), "{before:?}");

    // Another field, in a file of the same length.
    assert!(index.contains("Title\t"));
    rewrite(&contact, &index.replace("Title\t", "Titel\t"));
    let said = asked(&mut server, query);
    let said = refusal(&said).unwrap_or_default();
    assert!(
        said.starts_with("no field `Title` on Contact: did you mean `Titel`?"),
        "{said}"
    );

    // Cut off, as by whoever is writing it.
    rewrite(&contact, &index[..index.len() / 2]);
    let said = asked(&mut server, query);
    let said = refusal(&said).unwrap_or_default();
    assert!(said.contains("contact.sobject"), "{said}");

    fs::remove_file(&contact).unwrap();
    let said = asked(&mut server, query);
    let said = refusal(&said).unwrap_or_default();
    assert!(said.contains("contact.sobject"), "{said}");

    rewrite(&contact, &index);
    assert_eq!(refusal(&asked(&mut server, query)), None);

    // The whole index is gone, and back.
    let (folder, away) = (scratch.path("salesforce"), scratch.path("away"));
    fs::rename(&folder, &away).unwrap();
    let said = asked(&mut server, query);
    let said = refusal(&said).unwrap_or_default();
    assert!(said.starts_with("no schema index"), "{said}");
    fs::rename(&away, &folder).unwrap();
    assert_eq!(refusal(&asked(&mut server, query)), None);
}

/// Every form in which a query is given, where tokens have no line and column.
#[test]
fn an_editor_expands_every_form() {
    let scratch = Scratch::new("edited-forms");
    commit(&scratch, |contact| contact);
    let Some(mut server) = Server::start(&scratch) else {
        return;
    };
    for (of_macro, input) in [
        (
            "soql",
            r#""SELECT Id, Account.Name FROM Contact WHERE Title = :title""#,
        ),
        ("soql", r#""SELECT Id " "FROM Contact""#),
        (
            "soql",
            r#"SELECT Id, Account.Name FROM Contact WHERE Title = :{ job.title() } AND CreatedDate > LAST_N_DAYS:3 AND (NOT Name LIKE "%x") LIMIT 5"#,
        ),
        (
            "soql",
            r#"pub struct Card: "SELECT Id, Title FROM Contact""#,
        ),
        ("soql", r#"pub struct Card: SELECT Id, Title FROM Contact"#),
        (
            "SoqlRow",
            r#"#[soql(from = "Contact", filter = "Title = :title")] struct Card { id: Id<Contact>, #[soql("Account.Name")] account: Option<String> }"#,
        ),
    ] {
        let expansion = server.expand(of_macro, input);
        assert_eq!(refusal(&expansion), None, "{input}");
        assert!(expansion.iter().any(|word| word == "Contact"), "{input}");
    }
    for (of_macro, input, said) in [
        (
            "soql",
            r#"SELECT Id, Titel FROM Contact"#,
            "no field `Titel`",
        ),
        ("soql", r#""SELECT Id, FROM Contact""#, "FROM"),
        ("soql", "", "no query"),
        (
            "SoqlRow",
            r#"#[soql(from = "Contact")] struct Card { titel: Option<String> }"#,
            "titel",
        ),
    ] {
        let expansion = server.expand(of_macro, input);
        let refusal = refusal(&expansion).unwrap_or_default();
        assert!(refusal.contains(said), "{input}: {refusal}");
    }
}
