// libyaml's event parser, for Swift.
#ifndef PODLAB_CYAML_H
#define PODLAB_CYAML_H

#include <yaml.h>

#endif
