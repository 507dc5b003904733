#include "include/sha256.h"
