/* SPDX-License-Identifier: BSD-3-Clause */
/* From the words after --preset to the options of the library. */
#include "cli/preset.h"

#define AT(field) offsetof(eqs_preset_options, field)

static const eqs_option option[] = {
    {"preset", EQS_OPTION_CHOICE, AT(preset), "none|paper|paper-mos2",
     "search as it was published; the options below change it", 0, 0},
    {"iterations", EQS_OPTION_COUNT, AT(iterations), "N", "end after N iterations", 1, 1e6},
    {"samples", EQS_OPTION_COUNT, AT(samples), "N", "formulas sampled in an iteration", 1, 100000},
    {"literals", EQS_OPTION_TEXT, AT(literals), "LIST",
     "such as -1,1,2,0.5,pi; const: a constant that is fitted", 0, 0},
    {"hidden", EQS_OPTION_COUNT, AT(hidden), "N", "width of the model's LSTMs", 1, 4096},
    {"latent", EQS_OPTION_COUNT, AT(latent), "N", "width of its latent space", 1, 4096},
    {"passes", EQS_OPTION_COUNT, AT(passes), "N", "over the retained formulas in an iteration", 1,
     1000},
    {"percentile", EQS_OPTION_RANGE, AT(percentile), "P",
     "formulas whose error lies below it are retained", 0, 100},
    {"mask", EQS_OPTION_CHOICE, AT(mask), "valid|rules|none",
     "what steers the sampling of formulas", 0, 0},
    {"unique", EQS_OPTION_CHOICE, AT(unique), "spelling|formula",
     "what counts as a repetition of a formula", 0, 0},
    {"simplify", EQS_OPTION_FLAG, AT(simplify), NULL, "simplify the retained formulas", 0, 0},
    {"no-simplify", EQS_OPTION_FLAG, AT(no_simplify), NULL, "leave them as they are", 0, 0},
    {"y-margin", EQS_OPTION_RANGE, AT(y_margin), "D",
     "formulas must stay in the target's range, D wider at both ends", 0, 0},
    {"box-below", EQS_OPTION_RANGE, AT(box_below), "D",
     "and be finite where the features are, D lower", 0, 0},
    {"box-above", EQS_OPTION_RANGE, AT(box_above), "D", "and D higher", 0, 0},
};

enum { OPTIONS = sizeof option / sizeof option[0] };

eqs_option_group eqs_preset_group(eqs_preset_options *options)
{
  *options = (eqs_preset_options){.preset = EQS_PRESET_NONE,
                                  .mask = -1,
                                  .unique = -1,
                                  .percentile = -1,
                                  .y_margin = -1,
                                  .box_below = -1,
                                  .box_above = -1};
  return (eqs_option_group){"Preset", option, OPTIONS, options};
}

static bool changes_anything(const eqs_preset_options *o)
{
  return o->literals || o->iterations || o->samples || o->hidden || o->latent || o->passes ||
         o->percentile >= 0 || o->mask >= 0 || o->unique >= 0 || o->simplify || o->no_simplify ||
         o->y_margin >= 0 || o->box_below >= 0 || o->box_above >= 0;
}

int eqs_check_preset_options(const char *command, const eqs_preset_options *o)
{
  if (o->simplify && o->no_simplify)
    return eqs_usage_error(command, "--simplify and --no-simplify exclude each other");
  if (o->preset != EQS_PRESET_NONE || !changes_anything(o)) return EQS_GO_ON;
  return eqs_usage_error(command, "options of a preset need one (--preset paper or paper-mos2)");
}

void eqs_preset_wanted(const eqs_preset_options *o, eqs_search_options *wanted)
{
  eqs_paper_options *p = &wanted->paper;
  eqs_search_options_preset(wanted, (eqs_preset)o->preset);
  if (o->literals) p->literals = o->literals;
  if (o->iterations) p->iterations = (unsigned)o->iterations;
  if (o->samples) wanted->samples = (unsigned)o->samples;
  if (o->hidden) p->hidden = (unsigned)o->hidden;
  if (o->latent) p->latent = (unsigned)o->latent;
  if (o->passes) p->passes = (unsigned)o->passes;
  if (o->percentile >= 0) p->percentile = o->percentile;
  if (o->mask >= 0) p->mask = (eqs_paper_mask)o->mask;
  if (o->unique >= 0) p->canonical = o->unique;
  if (o->simplify || o->no_simplify) p->simplify = o->simplify;
  if (o->y_margin >= 0) p->y_margin = o->y_margin;
  if (o->box_below >= 0) p->box_below = o->box_below;
  if (o->box_above >= 0) p->box_above = o->box_above;
}
