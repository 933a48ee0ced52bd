//! Which models and fields are the same ones, whatever they are called.

use std::collections::BTreeMap;

use querent_schema::State;
use querent_schema::state::{Field, Model, ModelName};

use super::answer::{Answer, FieldName};
use super::answers::Answers;
use super::likeness::{ASKED, ASKED_MODEL, is_another_type, is_what_it_was, of_fields, of_models};
use super::question::Question;
use crate::error::{Error, Result};
use crate::target::Target;

/// What was called otherwise before.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    /// The names of models now, by those before; those that are the same, too.
    pub(super) models: BTreeMap<ModelName, ModelName>,
    /// The names of the fields of each model, by its name now: before and now, those that differ.
    pub(super) fields: BTreeMap<ModelName, Vec<(String, String)>>,
    /// What nobody but the author knows.
    pub(super) questions: Vec<Question>,
    /// What is not wrong, and should be known.
    pub(super) warnings: Vec<String>,
}

impl Renamed {
    /// Matches the models before with those of now. Where there are questions nothing else is worth looking at.
    pub(super) fn find(before: &State, target: &Target, answers: &Answers<'_>) -> Result<Self> {
        let mut renamed = Renamed::default();
        renamed.hinted_models(before, target)?;
        renamed.answered_models(before, target, answers)?;
        for name in before.models.keys().filter(|name| target.state.models.contains_key(name)) {
            if !renamed.is_taken(name) {
                renamed.models.entry(name.clone()).or_insert_with(|| name.clone());
            }
        }
        renamed.ask_for_models(before, &target.state, answers);
        if renamed.questions.is_empty() {
            for (name, now) in renamed.models.clone() {
                renamed.fields(&before.models[&name], (&name, &now), target, answers)?;
            }
            renamed.stale_fields(target);
        }
        Ok(renamed)
    }

    /// Whether two names mean one model; what is still open may be.
    fn same_model(&self, state: (&State, &State), before: &ModelName, now: &ModelName) -> bool {
        match self.models.get(before) {
            Some(known) => known == now,
            None => {
                before == now || (!state.1.models.contains_key(before) && !state.0.models.contains_key(now))
            }
        }
    }

    fn is_taken(&self, now: &ModelName) -> bool {
        self.models.values().any(|taken| taken == now)
    }

    fn hinted_models(&mut self, before: &State, target: &Target) -> Result<()> {
        for (now, old) in &target.hints.models {
            let old = ModelName::new(&now.app, old);
            if !before.models.contains_key(&old) || before.models.contains_key(now) {
                self.warnings.push(format!(
                    "`renamed_from = \"{}\"` of `{now}` can go: no migration knows `{old}` any more",
                    old.name
                ));
            } else if target.state.models.contains_key(&old) {
                return Err(Error::model(format!(
                    "`{now}` is said to be renamed from `{old}`, which is still there"
                )));
            } else if let Some(other) = self.models.insert(old.clone(), now.clone()) {
                return Err(Error::model(format!(
                    "`{now}` and `{other}` are both said to be renamed from `{old}`"
                )));
            }
        }
        Ok(())
    }

    fn answered_models(&mut self, before: &State, target: &Target, answers: &Answers<'_>) -> Result<()> {
        let said = answers.all(|answer| match answer {
            Answer::RenameModel { model, to } => Some((model, to)),
            _ => None,
        });
        for (answer, (model, to)) in said {
            let now = ModelName::new(&model.app, to);
            if !before.models.contains_key(model) {
                return Err(Error::model(format!("`{answer}`: no migration knows a model `{model}`")));
            }
            if !target.state.models.contains_key(&now) {
                return Err(Error::model(format!("`{answer}`: there is no model `{now}`")));
            }
            if let Some(other) = self.models.get(model).filter(|other| **other != now) {
                return Err(Error::model(format!(
                    "`{now}` and `{other}` are both said to be renamed from `{model}`"
                )));
            }
            if let Some((other, _)) = self.models.iter().find(|(old, to)| **to == now && *old != model) {
                return Err(Error::model(format!(
                    "`{now}` is said to be renamed from `{model}` and from `{other}`"
                )));
            }
            self.models.insert(model.clone(), now);
        }
        Ok(())
    }

    /// Asks for each model that is gone. Models that refer to each other are told apart by those that are known already.
    fn ask_for_models(&mut self, before: &State, now: &State, answers: &Answers<'_>) {
        for (name, model) in &before.models {
            let dropped = |answer: &Answer| matches!(answer, Answer::DropModel(own) if own == name);
            if self.models.contains_key(name) || answers.said(dropped) {
                continue;
            }
            let same = |one: &ModelName, other: &ModelName| self.same_model((before, now), one, other);
            let open = now.models.iter().filter(|(other, _)| other.app == name.app && !self.is_taken(other));
            let scored =
                open.map(|(other, candidate)| (of_models(model, candidate, same), other.name.clone()));
            let candidates = best(scored.filter(|(score, _)| *score >= ASKED_MODEL));
            self.questions.push(Question::RemovedModel { model: name.clone(), candidates });
        }
    }

    fn fields(
        &mut self,
        before: &Model,
        (name, now): (&ModelName, &ModelName),
        target: &Target,
        answers: &Answers<'_>,
    ) -> Result<()> {
        let model = &target.state.models[now];
        let same =
            |one: &ModelName, other: &ModelName| self.models.get(one).is_some_and(|known| known == other);
        let mut pairs = Pairs { before, now: model, found: Vec::new() };
        for field in &model.fields {
            let hint = target.hints.fields.get(&(now.clone(), field.name.clone()));
            if let Some(hint) =
                hint.filter(|hint| before.field(hint).is_some() && before.field(&field.name).is_none())
            {
                if model.field(hint).is_some() {
                    return Err(Error::model(format!(
                        "`{now}.{}` is said to be renamed from `{hint}`, which is still there",
                        field.name
                    )));
                }
                pairs.add(now, hint, &field.name)?;
            }
        }
        let said = answers.all(|answer| match answer {
            Answer::Rename { field, to } if field.model == *name || field.model == *now => Some((field, to)),
            _ => None,
        });
        for (answer, (field, to)) in said {
            if before.field(&field.field).is_none() || model.field(to).is_none() {
                return Err(Error::model(format!(
                    "`{answer}`: there is no such field before, or none such now"
                )));
            }
            pairs.add(now, &field.field, to)?;
        }
        // What keeps its column keeps its values.
        for field in &before.fields {
            let plain = |one: &Field, other: &Field| {
                std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
            };
            let stays = |other: &&Field| {
                field.column().is_some() && other.column() == field.column() && plain(field, other)
            };
            if model.field(&field.name).is_none()
                && !pairs.is_settled(&field.name)
                && let Some(other) = model.fields.iter().find(stays)
                && before.field(&other.name).is_none()
                && !pairs.is_taken(&other.name)
            {
                pairs.add(now, &field.name, &other.name)?;
            }
        }
        // The values of somebody else's table stay where they are.
        if (before.managed || before.released) && model.managed {
            let asked = before.fields.iter().filter_map(|field| pairs.question(field, name, &same, answers));
            let questions: Vec<_> = asked.collect();
            self.questions.extend(questions);
        }
        if !pairs.found.is_empty() {
            self.fields.insert(now.clone(), pairs.found);
        }
        Ok(())
    }

    fn stale_fields(&mut self, target: &Target) {
        for ((model, field), hint) in &target.hints.fields {
            let used =
                self.fields.get(model).is_some_and(|pairs| pairs.contains(&(hint.clone(), field.clone())));
            if !used && target.state.models.contains_key(model) {
                self.warnings.push(format!(
                    "`renamed_from = \"{hint}\"` of `{model}.{field}` can go: no migration knows that field any more"
                ));
            }
        }
    }
}

/// The fields of a model before and now.
struct Pairs<'m> {
    before: &'m Model,
    now: &'m Model,
    found: Vec<(String, String)>,
}

impl Pairs<'_> {
    fn add(&mut self, model: &ModelName, from: &str, to: &str) -> Result<()> {
        if self.found.iter().any(|(old, new)| old == from && new == to) {
            return Ok(());
        }
        if let Some((_, other)) = self.found.iter().find(|(old, _)| old == from) {
            return Err(Error::model(format!(
                "`{model}.{to}` and `{model}.{other}` are both said to be renamed from `{from}`"
            )));
        }
        if let Some((other, _)) = self.found.iter().find(|(_, new)| new == to) {
            return Err(Error::model(format!(
                "`{model}.{to}` is said to be renamed from `{from}` and from `{other}`"
            )));
        }
        self.found.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn is_settled(&self, before: &str) -> bool {
        self.found.iter().any(|(from, _)| from == before)
    }

    fn is_taken(&self, now: &str) -> bool {
        self.found.iter().any(|(_, to)| to == now)
    }

    /// Whether somebody must say what has become of a field.
    fn question(
        &self,
        field: &Field,
        model: &ModelName,
        same: &impl Fn(&ModelName, &ModelName) -> bool,
        answers: &Answers<'_>,
    ) -> Option<Question> {
        if self.is_settled(&field.name) {
            return None;
        }
        let name = FieldName::new(model, &field.name);
        let said = |wanted: &Answer| answers.said(|answer| answer == wanted);
        match self.now.field(&field.name).filter(|_| !self.is_taken(&field.name)) {
            Some(now) if is_another_type(field, now) => {
                let moved = |other: &&Field| {
                    other.name != field.name
                        && !self.is_taken(&other.name)
                        && is_what_it_was(field, other, same)
                };
                let free = |other: &&Field| {
                    self.before.field(&other.name).is_none_or(|own| is_another_type(own, other))
                };
                let candidates: Vec<_> =
                    self.now.fields.iter().filter(moved).filter(free).map(|own| own.name.clone()).collect();
                let asked = !said(&Answer::Keep(name.clone())) && !candidates.is_empty();
                asked.then_some(Question::MovedField { field: name, candidates })
            }
            Some(_) => None,
            None if said(&Answer::DropField(name.clone())) => None,
            None => {
                let new =
                    |other: &&Field| self.before.field(&other.name).is_none() && !self.is_taken(&other.name);
                let scored = self
                    .now
                    .fields
                    .iter()
                    .filter(new)
                    .map(|other| (of_fields(field, other, same), other.name.clone()));
                let candidates = best(scored.filter(|(score, _)| *score > ASKED));
                Some(Question::RemovedField { field: name, candidates })
            }
        }
    }
}

/// The names, those with the highest score first; of equal ones the smallest name.
fn best(scored: impl Iterator<Item = (f64, String)>) -> Vec<String> {
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    scored.into_iter().map(|(_, name)| name).collect()
}
