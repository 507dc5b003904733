#include "include/kernel.h"
