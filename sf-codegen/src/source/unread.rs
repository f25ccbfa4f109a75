//! What of a source tree nobody can read, so that what it uses is not known.

use sf_schema::soql::parse;
use sf_schema::{Diagnostic, Schema};

use super::tokens::Tokens;
use super::{Finding, Place, Query, SourceFile, Sources, UNREADABLE_FILE, UNREADABLE_QUERY, walk};
use crate::parallel;

/// What is said of either.
const HELP: &str = "what it uses is not known";

impl Sources {
    /// Everything of which nobody knows what it uses: files that are no Rust, whatever is in them, and
    /// queries that do not parse. A finding for each, in the order of the files.
    ///
    /// A call of `soql!` that has no query is a warning: it may be another macro of that name.
    ///
    /// ```
    /// use sf_codegen::source::Sources;
    /// use sf_schema::Schema;
    ///
    /// let sources = Sources::of([
    ///     ("src/broken.rs", "fn f( { Account::update(id) }"),
    ///     ("src/query.rs", "fn f() { soql!(\"SELECT Id, FROM Account\") }"),
    ///     ("src/right.rs", "fn f() { soql!(\"SELECT Id FROM Account\") }"),
    /// ]);
    /// let unread = sources.unread(&Schema::default());
    /// let files: Vec<usize> = unread.iter().map(|finding| finding.file).collect();
    /// assert_eq!(files, [0, 1]);
    /// ```
    pub fn unread(&self, schema: &Schema) -> Vec<Finding> {
        let files = parallel::map(&self.files, SourceFile::unread);
        let files = files.into_iter().enumerate();
        let mut unread: Vec<Finding> = files
            .filter_map(|(file, diagnostic)| {
                let diagnostic = diagnostic?;
                Some(Finding { file, diagnostic })
            })
            .collect();
        let queries = self.queries(schema);
        let queries = parallel::map(&queries, Query::unread);
        unread.extend(queries.into_iter().flatten());
        unread.sort_by_key(|finding| (finding.file, finding.diagnostic.span));
        // A row that several others nest is wrong once.
        unread.dedup();
        unread
    }
}

impl SourceFile {
    fn unread(&self) -> Option<Diagnostic> {
        let (message, span) = match self.found.findings.first() {
            Some(known) => (known.message.clone(), known.span),
            None if walk::is_soql(&self.path) => return None,
            // Where no query can be, nobody has looked.
            None => Tokens::read(&self.text).err()?,
        };
        Some(Diagnostic::error(UNREADABLE_FILE, message, span).with_help(HELP))
    }
}

impl Query {
    fn unread(&self) -> Option<Finding> {
        if self.text.is_empty() {
            let known = self.findings.iter();
            let mut known = known.filter(|found| found.diagnostic.code == UNREADABLE_QUERY);
            let mut finding = known.next()?.clone();
            finding.diagnostic.help = Some(HELP.to_owned());
            return Some(finding);
        }
        let found = parse(&self.text, &self.syntax()).findings;
        let found = found.into_iter().next()?;
        let Place { file, span } = self.place(found.span);
        let message = format!("the query cannot be read: {}", found.message);
        let diagnostic = Diagnostic::error(UNREADABLE_QUERY, message, span).with_help(HELP);
        Some(Finding { file, diagnostic })
    }
}
