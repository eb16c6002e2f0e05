// The reference CommonMark parser with GitHub's tables, for Swift.
#ifndef PODLAB_CMARKDOWN_H
#define PODLAB_CMARKDOWN_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#endif
