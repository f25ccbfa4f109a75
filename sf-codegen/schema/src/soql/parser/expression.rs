//! Paths and calls.

use super::Parser;
use crate::diagnostic::Span;
use crate::soql::token::{Kind, is_name};
use crate::soql::tree::{Argument, Call, Function, Name, Operand, Path};

impl Parser<'_> {
    /// A path; each name of one that has points may be a keyword.
    pub(super) fn path(&mut self) -> Option<Path> {
        let path = self.whole_path()?;
        // What stands before a point that leads nowhere is no name either.
        if self.text() == "." {
            return self.unexpected();
        }
        Some(path)
    }

    fn whole_path(&mut self) -> Option<Path> {
        let text = self.text();
        let has_points = self.kind() == Kind::Word && text.contains('.');
        if !has_points {
            let name = self.name()?;
            let span = name.span;
            return Some(Path {
                names: vec![name],
                span,
            });
        }
        if !text.split('.').all(is_name) {
            return self.unexpected();
        }
        let span = self.span();
        let mut start = span.start;
        let names = text
            .split('.')
            .map(|part| {
                let name = Name {
                    text: part.to_owned(),
                    span: Span::new(start, start + part.len()),
                };
                start += part.len() + 1;
                name
            })
            .collect();
        self.advance();
        Some(Path { names, span })
    }

    /// A field or a call.
    pub(super) fn operand(&mut self) -> Option<Operand> {
        if self.kind() == Kind::Word && self.kind_at(1) == Kind::LeftParen {
            self.call().map(Operand::Call)
        } else {
            self.path().map(Operand::Field)
        }
    }

    /// A function and what it is given.
    pub(super) fn call(&mut self) -> Option<Call> {
        let start = self.span().start;
        let name = self.name()?;
        let function = Function::from_name(&name.text);
        let args = self.enclosed(|p| match function {
            Function::Distance => p.distance(),
            _ => p.argument().map(|argument| vec![argument]),
        })?;
        Some(Call {
            name,
            function,
            args,
            span: self.since(start),
        })
    }

    /// `COUNT()`: only an item of a SELECT may be without an argument.
    pub(super) fn is_bare_count(&self) -> bool {
        self.is_word("COUNT")
            && self.kind_at(1) == Kind::LeftParen
            && self.kind_at(2) == Kind::RightParen
    }

    pub(super) fn bare_count(&mut self) -> Option<Call> {
        let start = self.span().start;
        let name = self.name()?;
        self.expect(Kind::LeftParen)?;
        self.expect(Kind::RightParen)?;
        Some(Call {
            name,
            function: Function::Count,
            args: Vec::new(),
            span: self.since(start),
        })
    }

    /// A field, or a call of a field.
    fn argument(&mut self) -> Option<Argument> {
        if self.kind_at(1) != Kind::LeftParen {
            return self.path().map(Argument::Field);
        }
        let start = self.span().start;
        let name = self.name()?;
        let function = Function::from_name(&name.text);
        let field = self.enclosed(|p| {
            let field = p.path()?;
            if p.kind() == Kind::LeftParen {
                return p.unexpected_help("functions nest two deep");
            }
            Some(field)
        })?;
        Some(Argument::Call(Call {
            name,
            function,
            args: vec![Argument::Field(field)],
            span: self.since(start),
        }))
    }

    /// `Location__c, GEOLOCATION(37.7, -122.4), 'mi'`. The docs also have a second field in place
    /// of the GEOLOCATION; Salesforce's parser does not. With one argument, which may be a
    /// call, the name is no more than that of an unknown function, which parses.
    fn distance(&mut self) -> Option<Vec<Argument>> {
        let from = self.argument()?;
        let is_call = matches!(from, Argument::Call(_));
        let mut args = vec![from];
        if is_call || self.kind() == Kind::RightParen {
            return Some(args);
        }
        self.expect(Kind::Comma)?;
        args.push(if self.kind_at(1) == Kind::LeftParen {
            self.geolocation()?
        } else {
            Argument::Field(self.path()?)
        });
        self.expect(Kind::Comma)?;
        if !matches!(self.kind(), Kind::Text | Kind::Colon) {
            return self.unexpected_help("the unit: 'mi' or 'km'");
        }
        args.push(Argument::Value(self.value()?));
        Some(args)
    }

    fn geolocation(&mut self) -> Option<Argument> {
        let start = self.span().start;
        if !self.is_word("GEOLOCATION") {
            return self.unexpected();
        }
        let name = self.name()?;
        let args = self.enclosed(|p| {
            let latitude = p.coordinate()?;
            p.expect(Kind::Comma)?;
            Some(vec![latitude, p.coordinate()?])
        })?;
        Some(Argument::Call(Call {
            name,
            function: Function::Geolocation,
            args,
            span: self.since(start),
        }))
    }

    fn coordinate(&mut self) -> Option<Argument> {
        match self.kind() {
            Kind::Number | Kind::Plus | Kind::Minus | Kind::Colon => {
                self.value().map(Argument::Value)
            }
            _ => self.unexpected_help("a number of degrees"),
        }
    }
}
