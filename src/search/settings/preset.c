/* SPDX-License-Identifier: BSD-3-Clause */
/* The published configurations as options. */
#include <eqsieve/search.h>
#include <math.h>

/* What was published limits the nodes alone: 250 of the heaviest weigh as much. */
enum { NO_LIMIT = 1000 };

static void set_paper(eqs_search_options *o)
{
  static const char *const rule[] = {"nest(sin,cos; sin,cos)"};
  o->operators = "add,sub,mul,div,sin,cos,log,sqrt,exp,pow,square";
  o->forbid = rule;
  o->n_forbid = 1;
  o->max_nodes = 30;
  o->corpus = 40000;
  o->paper.literals = "-1,1,2,3,4,5,6,7,8,9,10,0.5,pi,e";
  o->paper.iterations = 10;
  o->paper.simplify = 1;
  o->paper.y_margin = INFINITY;
}

static void set_paper_mos2(eqs_search_options *o)
{
  static const char *const rule[] = {"nest(exp,square,pow,cos; exp,square,pow,cos)"};
  o->operators = "add,sub,mul,div,square,cos,exp,pow";
  o->forbid = rule;
  o->n_forbid = 1;
  o->max_nodes = 25;
  o->corpus = 50000;
  o->paper.literals = "-1,1,2,3,4,5,6,7,8,9,10";
  o->paper.iterations = 1200;
  o->paper.y_margin = 0.005;
}

void eqs_search_options_preset(eqs_search_options *o, eqs_preset preset)
{
  o->preset = preset;
  if (preset == EQS_PRESET_NONE) return;
  o->paper = (eqs_paper_options){.hidden = 64, .latent = 128, .passes = 1, .percentile = 5};
  o->samples = 5000;
  o->pretrain_epochs = 50;
  o->max_params = 0;
  if (preset == EQS_PRESET_PAPER)
    set_paper(o);
  else
    set_paper_mos2(o);
  o->max_complexity = NO_LIMIT;
}
