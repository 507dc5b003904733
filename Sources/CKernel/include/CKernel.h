#include "kernel.h"
#include "sha256.h"
#include "crc32c.h"
#include "wipe.h"
