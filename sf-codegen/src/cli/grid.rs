//! Columns on a terminal, folded to its width; one row a line where there is none.
//!
//! Whatever is put into a cell is escaped here, so text from an org cannot write to the terminal.

use comfy_table::{
    Attribute, Cell, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
    Width,
};

use super::shown;
use super::terminal::Paint;

const LOOK: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table in the making.
pub(super) struct Grid {
    table: Table,
}

impl Grid {
    /// A table of facts, without a header.
    pub(super) fn new(paint: Paint) -> Self {
        let mut table = Table::new();
        table
            .load_style(LOOK)
            .set_content_arrangement(ContentArrangement::Dynamic);
        if paint.is_on() {
            table.enforce_styling();
        } else {
            // Without its terminal a table has no colour, and no width either.
            if let Some(width) = table.width() {
                table.set_width(width);
            }
            table.force_no_tty();
        }
        Self { table }
    }

    /// A table with these columns, each as narrow as this where there is no room; 0 is as wide as
    /// its contents.
    pub(super) fn with_header(paint: Paint, columns: &[(&str, u16)]) -> Self {
        let mut grid = Self::new(paint);
        let header: Vec<Cell> = columns.iter().map(|(name, _)| bold(name)).collect();
        grid.table.set_header(header);
        for (column, (_, width)) in grid.table.column_iter_mut().zip(columns) {
            column.set_constraint(match *width {
                0 => ColumnConstraint::ContentWidth,
                width => ColumnConstraint::LowerBoundary(Width::Fixed(width)),
            });
        }
        grid
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.table.add_row(cells);
    }

    /// A row of a fact's name and the fact.
    pub(super) fn fact(&mut self, name: &str, fact: Cell) {
        self.row(vec![bold(name), fact]);
    }

    /// A row of a fact's name and a text, if there is any; it may have lines.
    pub(super) fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let lines: Vec<String> = text.lines().map(shown).collect();
            self.fact(name, Cell::new(lines.join("\n")));
        }
    }

    /// The lines, each with its end.
    pub(super) fn render(mut self) -> String {
        for column in self.table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        let mut text = String::new();
        for line in self.table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A cell of one line.
pub(super) fn cell(text: &str) -> Cell {
    Cell::new(shown(text))
}

/// Whether something is allowed.
pub(super) fn allowed(yes: bool) -> Cell {
    if yes {
        Cell::new("yes").fg(Color::Green)
    } else {
        Cell::new("no").fg(Color::Red)
    }
}

fn bold(text: &str) -> Cell {
    Cell::new(text).add_attribute(Attribute::Bold)
}
