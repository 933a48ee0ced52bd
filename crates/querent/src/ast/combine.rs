//! The rows of several queries, put together: what follows applies to all of them.

use crate::meta::same_path;

use super::tree::{
    Carried, ColumnRef, Combinator, Computed, Distinct, Expr, Grouping, Ordering, Output, Plan, Source,
};

/// Rows that are compared with each other must be made of the same columns.
const OTHER_COLUMNS: &str = "querysets are combined that select another number of values";

/// Rows of a combination are not rows of one table.
const LOCKED_ARM: &str = "`select_for_update` cannot lock the rows of combined querysets";

/// What one query calls its second annotation may be the first one of another.
const OTHER_ANNOTATIONS: &str = "values of combined querysets are selected that these do not annotate alike; call \
                                 `values` on each of them before they are combined";

impl Plan {
    /// The rows of this query and of another one.
    pub fn combined(mut self, combinator: Combinator, mut other: Plan) -> Plan {
        let fits = self.width() == other.width();
        let locked = (self.lock.is_some() || other.lock.is_some()).then_some(LOCKED_ARM);
        let mistake = locked.or((!fits).then_some(OTHER_COLUMNS));
        other.select_related.clear();
        other.prefetch_related.clear();
        let other = other.within_bounds();
        let mistake = self.mistake.or(other.mistake).or(mistake);
        if self.is_open()
            && let Source::Combined(_, arms) = &mut self.source
        {
            arms.push((combinator, other));
            self.ordering = Ordering::Keys(Vec::new());
            self.reversed = false;
            self.mistake = mistake;
            return self;
        }
        let mut outer = self.carrying();
        if let Output::Values(values) = &self.output {
            outer.carry_values(values);
        }
        outer.mistake = mistake;
        outer.source = Source::Combined(Box::new(self.within_bounds()), vec![(combinator, other)]);
        outer
    }

    /// Selects these values; of the rows of several queries that are compared and of which nothing was said yet, each
    /// query selects them, so that rows are compared by them.
    pub fn select(&mut self, values: Vec<Expr>) {
        if !self.compares() || !self.is_of_one_model() || values.iter().any(Expr::aggregates) {
            self.output = Output::Values(values);
            return;
        }
        let Source::Combined(first, others) = &mut self.source else { return };
        let shown = |plan: &Plan| plan.annotations.iter().map(|one| one.selected).collect::<Vec<_>>();
        let alike = others.iter().all(|(_, other)| shown(other) == shown(first));
        let mut annotated = |part: &Expr| matches!(part, Expr::Annotation(_));
        if !alike && values.iter().any(|value| value.any(&mut annotated)) {
            self.mistake = self.mistake.or(Some(OTHER_ANNOTATIONS));
        }
        for arm in std::iter::once(&mut **first).chain(others.iter_mut().map(|(_, other)| other)) {
            arm.annotations.iter_mut().for_each(|annotation| annotation.selected = false);
            arm.select(values.clone());
        }
        self.carry_values(&values);
    }

    /// Whether rows have the columns of the model, and not only the values that are selected.
    pub fn has_columns(&self) -> bool {
        !matches!(self.grouping, Grouping::Values { .. }) && self.source.has_columns()
    }

    /// The selected values, each as the column that it is, if it is one.
    pub fn selected_columns(&self) -> Vec<Option<ColumnRef>> {
        match &self.output {
            Output::Values(values) => values.iter().map(|value| self.column_of(value)).collect(),
            Output::Model => Vec::new(),
        }
    }

    /// The column that a value is, also by what it is carried as, if it is one.
    pub fn column_of(&self, value: &Expr) -> Option<ColumnRef> {
        let inner = match &self.source {
            Source::Table => None,
            Source::Slice(inner) | Source::Combined(inner, _) => Some(inner),
        };
        match (value, &self.grouping) {
            (Expr::Column(column), _) => Some(*column),
            (Expr::Group(at), Grouping::Values { values, .. }) => self.column_of(values.get(*at)?),
            (Expr::Annotation(at), _) => self.column_of(&self.annotations.get(*at)?.expr),
            (Expr::Carried(Carried::Key(at)), _) => {
                let inner = inner?;
                inner.column_of(&inner.keys().get(*at)?.expr)
            }
            (Expr::Carried(Carried::Annotation(at)), _) => {
                let inner = inner?;
                inner.column_of(&inner.annotations.get(*at)?.expr)
            }
            (Expr::Carried(Carried::Value(at)), _) => match &inner?.output {
                Output::Values(values) => inner?.column_of(values.get(*at)?),
                Output::Model => None,
            },
            _ => None,
        }
    }

    /// Whether what is selected from has computed this annotation and kept it to itself: one of `alias`, of rows that are
    /// compared with each other.
    pub fn lacks(&self, annotation: usize) -> bool {
        let carried = match self.annotations.get(annotation).map(|one| &one.expr) {
            Some(Expr::Carried(Carried::Annotation(at))) => *at,
            _ => return false,
        };
        match &self.source {
            Source::Table => false,
            Source::Slice(inner) => !inner.carries(carried),
            Source::Combined(first, _) => !first.annotations.get(carried).is_some_and(|one| one.selected),
        }
    }

    /// Whether the rows of this query, as a slice, carry an annotation: equal rows would not be equal with one that is no
    /// part of them.
    pub fn carries(&self, annotation: usize) -> bool {
        let is_part = self.annotations.get(annotation).is_some_and(|one| one.selected);
        is_part || !matches!(self.distinct, Distinct::Rows) && !self.lacks(annotation)
    }

    /// The output and the annotations of a query on rows that are made of these values.
    fn carry_values(&mut self, values: &[Expr]) {
        for (at, annotation) in self.annotations.iter_mut().enumerate() {
            let place = values.iter().position(|value| matches!(value, Expr::Annotation(one) if *one == at));
            if let Some(place) = place.filter(|_| !annotation.selected) {
                annotation.expr = Expr::Carried(Carried::Value(place));
            }
        }
        self.output = Output::Values((0..values.len()).map(|at| Expr::Carried(Carried::Value(at))).collect());
    }

    /// How many values are selected and annotated.
    fn width(&self) -> (usize, usize) {
        let values = match &self.output {
            Output::Values(values) => values.len(),
            Output::Model => 0,
        };
        (values, self.annotations.iter().filter(|one| one.selected).count())
    }

    /// Whether it is the rows of several queries of which nothing is said but their order and what is selected.
    fn is_untouched(&self) -> bool {
        matches!(self.source, Source::Combined(..))
            && !self.is_sliced()
            && !self.none
            && self.filters.is_empty()
            && matches!(self.distinct, Distinct::No)
            && matches!(self.grouping, Grouping::None)
            && self.annotations.iter().all(is_carried)
    }

    /// Whether rows of several queries, of which nothing else is said, are compared with each other.
    fn compares(&self) -> bool {
        let Source::Combined(first, others) = &self.source else { return false };
        let alone = !self.has_columns() || others.iter().any(|(how, _)| *how != Combinator::UnionAll);
        self.is_untouched() && (alone || first.compares() || others.iter().any(|(_, other)| other.compares()))
    }

    /// Whether it is the rows of several queries as they are, in some order: another query can be added to these.
    pub fn is_open(&self) -> bool {
        let Source::Combined(first, _) = &self.source else { return false };
        let carried = match &self.output {
            Output::Model => true,
            Output::Values(values) => {
                let same = |(at, value): (usize, &Expr)| matches!(value, Expr::Carried(Carried::Value(one)) if *one == at);
                values.len() == first.width().0 && values.iter().enumerate().all(same)
            }
        };
        carried && self.is_untouched()
    }

    fn is_of_one_model(&self) -> bool {
        match &self.source {
            Source::Combined(first, others) => {
                first.is_of_one_model()
                    && others.iter().all(|(_, other)| other.model == self.model && other.is_of_one_model())
            }
            Source::Table | Source::Slice(_) => true,
        }
    }
}

fn is_carried(annotation: &Computed) -> bool {
    matches!(annotation.expr, Expr::Carried(_))
}

impl Source {
    /// Whether the rows have the columns of the model.
    pub fn has_columns(&self) -> bool {
        match self {
            Source::Table => true,
            Source::Slice(slice) => slice.has_columns(),
            Source::Combined(first, _) => matches!(first.output, Output::Model) && first.has_columns(),
        }
    }
}

impl ColumnRef {
    /// Whether it is the same column, by the same path.
    pub fn is(&self, other: &ColumnRef) -> bool {
        self.column.name == other.column.name && same_path(self.trail, other.trail)
    }
}
