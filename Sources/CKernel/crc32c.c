#include "include/crc32c.h"
