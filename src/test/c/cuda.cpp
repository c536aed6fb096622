// CUDA's driver API without a device, for tests: kernels run on the processor, compiled behind emulation.h, and every call is
// held to what a device asks for. What it does on a stream it does when the host waits for it, not before: a host that reads too
// early, or writes over what is still to be copied, gets wrong numbers. Built by
//   g++ -O2 -Wall -Wextra -shared -fPIC -std=c++17 -o libcuda.so.1 cuda.cpp -ldl
// A module's image begins with "// program DIGEST": its kernels are those of DIGEST.so in the folder of fake_programs.

// That would take a jump from one stack to another for an error.
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

typedef int CUresult;
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct Context *CUcontext;
typedef struct Module *CUmodule;
typedef struct Function *CUfunction;
typedef struct Stream *CUstream;

enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_CONTEXT = 201,
    UNSUPPORTED_PTX_VERSION = 222,
    INVALID_PTX = 218,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    LAUNCH_OUT_OF_RESOURCES = 701,
    LAUNCH_TIMEOUT = 702,
    MISALIGNED_ADDRESS = 716,
    LAUNCH_FAILED = 719,
    UNKNOWN = 999
};

namespace {

const int GROUP = 64;
const size_t STACK = 256 << 10;
// Around an allocation, to see that nothing writes there.
const size_t MARGIN = 256;
const uint32_t GARBAGE = 0x7FC0BEEF;
const uint8_t UNTOUCHED = 0xA5;

// As in emulation.h.
struct Index {
    int x, y, z;
};

struct Emulation {
    Index group;
    Index item;
    void (*wait)();
    void (*found)(const char *);
};

std::recursive_mutex mutex;
std::string findings;
std::string told;

void found(const std::string &text) {
    if (findings.find(text) == std::string::npos) {
        findings += text + "\n";
    }
}

void foundByKernel(const char *text) { found(std::string("a kernel: ") + text); }

} // namespace

struct Context {
    int retained;
    // The error that every call gives once the device has failed, 0 before.
    CUresult lost;
};

struct Module {
    void *library;
    Emulation *emulation;
    std::vector<Function *> functions;
};

struct Function {
    Module *module;
    std::string name;
    void (*call)(void **);
    std::string letters;
};

struct Stream {
    bool waitsForDefault;
    std::vector<std::function<void()>> work;
};

namespace {

struct Failure {
    CUresult code;
    long after;
};

const int MOST_DEVICES = 4;
const size_t USUAL_MEMORY = (size_t)4 << 30;

bool initialized;
int devices = 1;
int version = 13000;
int major = 7;
int minor = 5;
size_t memory = USUAL_MEMORY;
std::string programs;
Context contexts[MOST_DEVICES];
thread_local Context *current;
std::set<Module *> modules;
std::set<Function *> functions;
std::set<Stream *> streams;
// Sizes by address.
std::map<uintptr_t, size_t> allocations;
std::multimap<std::string, Failure> failures;
std::map<std::string, long> calls;

// ---- Groups of work-items, each on a stack of its own ----

struct Fiber {
    ucontext_t begin;
    jmp_buf at;
    bool begun;
    bool ended;
};

Fiber fibers[GROUP];
jmp_buf scheduler;
Emulation *running;
int item;
void (*kernel)(void **);
void **values;

void back() {
    if (_setjmp(fibers[item].at) == 0) {
        _longjmp(scheduler, 1);
    }
}

void live() {
    while (true) {
        kernel(values);
        fibers[item].ended = true;
        back();
    }
}

// Until it waits or has ended.
__attribute__((noinline)) void go() {
    if (_setjmp(scheduler) == 0) {
        Fiber &fiber = fibers[item];
        if (fiber.begun) {
            _longjmp(fiber.at, 1);
        }
        fiber.begun = true;
        setcontext(&fiber.begin);
    }
}

void makeFibers() {
    if (fibers[0].begun) {
        return;
    }
    for (Fiber &fiber : fibers) {
        getcontext(&fiber.begin);
        fiber.begin.uc_stack.ss_sp =
            mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        fiber.begin.uc_stack.ss_size = STACK;
        fiber.begin.uc_link = nullptr;
        makecontext(&fiber.begin, live, 0);
    }
}

void runGroup(const Function *function) {
    for (Fiber &fiber : fibers) {
        fiber.ended = false;
    }
    int left = GROUP;
    while (left > 0) {
        const int before = left;
        for (int i = 0; i < GROUP; i++) {
            if (!fibers[i].ended) {
                item = i;
                running->item = {i, 0, 0};
                go();
                left -= fibers[i].ended;
            }
        }
        if (left > 0 && left < before) {
            found(function->name + ": some work-items of a group do not come to a barrier");
        }
    }
}

void runKernel(const Function *function, Index groups, std::vector<uint64_t> given) {
    std::vector<void *> addresses;
    for (uint64_t &value : given) {
        addresses.push_back(&value);
    }
    makeFibers();
    running = function->module->emulation;
    kernel = function->call;
    values = addresses.data();
    for (int z = 0; z < groups.z; z++) {
        for (int y = 0; y < groups.y; y++) {
            for (int x = 0; x < groups.x; x++) {
                running->group = {x, y, z};
                runGroup(function);
            }
        }
    }
}

// ---- What calls have in common ----

bool lastsForever(CUresult code) { return code == ILLEGAL_ADDRESS || code == LAUNCH_TIMEOUT || (code >= 714 && code <= 719); }

CUresult fault(const char *function, const std::string &text, CUresult code) {
    found(std::string(function) + ": " + text);
    return code;
}

// An error that a test has asked for.
CUresult forced(const char *function) {
    calls[function]++;
    CUresult code = SUCCESS;
    auto range = failures.equal_range(function);
    for (auto at = range.first; at != range.second;) {
        if (at->second.after-- == 0) {
            code = at->second.code;
            at = failures.erase(at);
        } else {
            at++;
        }
    }
    if (lastsForever(code) && current != nullptr) {
        current->lost = code;
    }
    return code;
}

CUresult entered(const char *function) {
    const CUresult code = forced(function);
    return code != SUCCESS || initialized ? code : fault(function, "before cuInit", NOT_INITIALIZED);
}

CUresult enteredContext(const char *function) {
    const CUresult code = entered(function);
    if (code != SUCCESS) {
        return code;
    }
    if (current == nullptr || current->retained == 0) {
        return fault(function, "no context is current on this thread", INVALID_CONTEXT);
    }
    return current->lost;
}

#define GUARD std::lock_guard<std::recursive_mutex> guard(mutex);

#define ENTER(how) \
    GUARD \
    { \
        const CUresult code = how(__func__); \
        if (code != SUCCESS) { \
            return code; \
        } \
    }

#define CHECK(condition, text, code) \
    if (!(condition)) { \
        return fault(__func__, text, code); \
    }

bool deviceIs(CUdevice device) { return device >= 0 && device < devices; }

bool inAllocation(CUdeviceptr at, size_t bytes) {
    auto next = allocations.upper_bound((uintptr_t)at);
    if (next == allocations.begin()) {
        return false;
    }
    --next;
    return at < next->first + next->second && bytes <= next->first + next->second - at;
}

void finish(Stream *stream) {
    std::vector<std::function<void()>> work;
    work.swap(stream->work);
    for (const auto &one : work) {
        one();
    }
}

void finishAll() {
    for (Stream *stream : streams) {
        finish(stream);
    }
}

void unload(Module *module) {
    for (Function *function : module->functions) {
        functions.erase(function);
        delete function;
    }
    dlclose(module->library);
    modules.erase(module);
    delete module;
}

void freeAllocation(uintptr_t at) {
    const uint8_t *bytes = (const uint8_t *)at;
    for (size_t n = 0; n < MARGIN; n++) {
        if (bytes[-1 - (long)n] != UNTOUCHED || bytes[allocations[at] + n] != UNTOUCHED) {
            found("something was written beside an allocation of " + std::to_string(allocations[at]) + " bytes");
            break;
        }
    }
    free((void *)(at - MARGIN));
    allocations.erase(at);
}

// All that is alive. It is a finding, unless the device has failed.
void endAll(const std::string &when, bool tell) {
    auto count = [&](size_t number, const char *what) {
        if (tell && number > 0) {
            found(when + ": " + std::to_string(number) + " " + what + " still alive");
        }
    };
    count(modules.size(), "modules");
    count(streams.size(), "streams");
    count(allocations.size(), "allocations");
    for (Stream *stream : streams) {
        delete stream;
    }
    streams.clear();
    while (!modules.empty()) {
        unload(*modules.begin());
    }
    while (!allocations.empty()) {
        freeAllocation(allocations.begin()->first);
    }
}

const std::map<CUresult, std::pair<const char *, const char *>> ERRORS = {
    {SUCCESS, {"CUDA_SUCCESS", "no error"}},
    {INVALID_VALUE, {"CUDA_ERROR_INVALID_VALUE", "invalid argument"}},
    {OUT_OF_MEMORY, {"CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}},
    {NOT_INITIALIZED, {"CUDA_ERROR_NOT_INITIALIZED", "initialization error"}},
    {NO_DEVICE, {"CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"}},
    {INVALID_DEVICE, {"CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"}},
    {INVALID_CONTEXT, {"CUDA_ERROR_INVALID_CONTEXT", "invalid device context"}},
    {INVALID_PTX, {"CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"}},
    {UNSUPPORTED_PTX_VERSION,
     {"CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "the provided PTX was compiled with an unsupported toolchain."}},
    {INVALID_HANDLE, {"CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"}},
    {NOT_FOUND, {"CUDA_ERROR_NOT_FOUND", "named symbol not found"}},
    {ILLEGAL_ADDRESS, {"CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"}},
    {LAUNCH_OUT_OF_RESOURCES, {"CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"}},
    {LAUNCH_TIMEOUT, {"CUDA_ERROR_LAUNCH_TIMEOUT", "the launch timed out and was terminated"}},
    {MISALIGNED_ADDRESS, {"CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"}},
    {LAUNCH_FAILED, {"CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"}},
    {UNKNOWN, {"CUDA_ERROR_UNKNOWN", "unknown error"}},
};

void log(const std::string &text, unsigned count, const int *options, void **given) {
    const int ERROR_LOG = 5;
    char *buffer = nullptr;
    size_t size = 0;
    for (unsigned n = 0; n < count; n++) {
        if (options[n] == ERROR_LOG) {
            buffer = (char *)given[n];
        } else if (options[n] == ERROR_LOG + 1) {
            size = (unsigned)(uintptr_t)given[n];
        }
    }
    if (buffer != nullptr && size > 0) {
        strncpy(buffer, text.c_str(), size - 1);
        buffer[size - 1] = 0;
    }
}

} // namespace

extern "C" {

// ---- What tests ask for ----

// Where the programs are, DIGEST.so.
void fake_programs(const char *folder) {
    GUARD
    programs = folder;
}

// What was wrong since it was last asked, a line each.
const char *fake_findings() {
    GUARD
    told.swap(findings);
    findings.clear();
    return told.c_str();
}

// As at first. What is still alive is a finding.
void fake_reset() {
    GUARD
    bool lost = false;
    for (Context &context : contexts) {
        lost |= context.lost != SUCCESS;
        if (context.retained > 0) {
            found("at the end: a context is still retained");
        }
        context = {};
    }
    endAll("at the end", !lost);
    current = nullptr;
    initialized = false;
    devices = 1;
    version = 13000;
    major = 7;
    minor = 5;
    memory = USUAL_MEMORY;
    failures.clear();
    calls.clear();
}

// The call of a function after so many others, from now on, gives this error. If it is one that ends a context, all calls after
// it give it, too, until the context is released.
void fake_fail(const char *function, int code, int after) {
    GUARD
    failures.insert({function, {code, after}});
}

void fake_devices(int count) {
    GUARD
    devices = count < MOST_DEVICES ? count : MOST_DEVICES;
}

void fake_memory(long bytes) {
    GUARD
    memory = bytes;
}

// For instance 13000.
void fake_version(int number) {
    GUARD
    version = number;
}

void fake_capability(int first, int second) {
    GUARD
    major = first;
    minor = second;
}

long fake_calls(const char *function) {
    GUARD
    return calls[function];
}

// ---- CUDA's ----

CUresult cuInit(unsigned flags) {
    GUARD
    const CUresult code = forced(__func__);
    if (code != SUCCESS) {
        return code;
    }
    CHECK(flags == 0, "flags", INVALID_VALUE)
    if (devices == 0) {
        return NO_DEVICE;
    }
    initialized = true;
    return SUCCESS;
}

CUresult cuDriverGetVersion(int *to) {
    GUARD
    const CUresult code = forced(__func__);
    if (code == SUCCESS) {
        *to = version;
    }
    return code;
}

CUresult cuDeviceGetCount(int *count) {
    ENTER(entered)
    *count = devices;
    return SUCCESS;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    ENTER(entered)
    CHECK(deviceIs(ordinal), "no such device", INVALID_DEVICE)
    *device = ordinal;
    return SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
    ENTER(entered)
    CHECK(deviceIs(device), "no such device", INVALID_DEVICE)
    CHECK(length > 0, "no room", INVALID_VALUE)
    strncpy(name, ("NVIDIA emulated device " + std::to_string(device)).c_str(), length);
    name[length - 1] = 0;
    return SUCCESS;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
    ENTER(entered)
    CHECK(deviceIs(device), "no such device", INVALID_DEVICE)
    *bytes = memory;
    return SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
    ENTER(entered)
    CHECK(deviceIs(device), "no such device", INVALID_DEVICE)
    switch (attribute) {
        case 8: *value = 48 << 10; return SUCCESS; // shared memory of a block
        case 16: *value = 4; return SUCCESS;       // multiprocessors
        case 75: *value = major; return SUCCESS;
        case 76: *value = minor; return SUCCESS;
        default: return fault(__func__, "attribute " + std::to_string(attribute), INVALID_VALUE);
    }
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    ENTER(entered)
    CHECK(deviceIs(device), "no such device", INVALID_DEVICE)
    contexts[device].retained++;
    *context = &contexts[device];
    return SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    ENTER(entered)
    CHECK(deviceIs(device), "no such device", INVALID_DEVICE)
    Context &context = contexts[device];
    CHECK(context.retained > 0, "not retained", INVALID_CONTEXT)
    if (--context.retained == 0) {
        endAll("at the release of a context", context.lost == SUCCESS);
        context = {};
    }
    return SUCCESS;
}

CUresult cuCtxSetCurrent(CUcontext context) {
    ENTER(entered)
    CHECK(
        context == nullptr || (context >= contexts && context < contexts + devices && context->retained > 0),
        "no such context",
        INVALID_CONTEXT)
    current = context;
    return SUCCESS;
}

CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned count, int *options, void **given) {
    ENTER(enteredContext)
    CHECK(module != nullptr && image != nullptr, "nothing to load", INVALID_VALUE)
    const std::string beginning = "// program ";
    std::string line = (const char *)image;
    line = line.substr(0, line.find_first_of("\r\n"));
    if (line.compare(0, beginning.size(), beginning) != 0) {
        log("the first line names no program: " + line, count, options, given);
        return INVALID_PTX;
    }
    const std::string file = programs + "/" + line.substr(beginning.size()) + ".so";
    void *library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        log(dlerror(), count, options, given);
        return INVALID_PTX;
    }
    Emulation *emulation = (Emulation *)dlsym(library, "emulation");
    CHECK(emulation != nullptr, file + " is no program", INVALID_PTX)
    emulation->wait = back;
    emulation->found = foundByKernel;
    *module = new Module{library, emulation, {}};
    modules.insert(*module);
    return SUCCESS;
}

CUresult cuModuleUnload(CUmodule module) {
    ENTER(enteredContext)
    CHECK(modules.count(module) > 0, "no such module", INVALID_HANDLE)
    finishAll();
    unload(module);
    return SUCCESS;
}

CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
    ENTER(enteredContext)
    CHECK(modules.count(module) > 0, "no such module", INVALID_HANDLE)
    auto call = (void (*)(void **))dlsym(module->library, ("call_" + std::string(name)).c_str());
    auto letters = (const char *(*)())dlsym(module->library, ("letters_" + std::string(name)).c_str());
    if (call == nullptr || letters == nullptr) {
        return NOT_FOUND;
    }
    *function = new Function{module, name, call, letters()};
    functions.insert(*function);
    module->functions.push_back(*function);
    return SUCCESS;
}

CUresult cuMemAlloc_v2(CUdeviceptr *at, size_t bytes) {
    ENTER(enteredContext)
    CHECK(bytes > 0, "no bytes", INVALID_VALUE)
    size_t taken = bytes;
    for (const auto &one : allocations) {
        taken += one.second;
    }
    const size_t whole = (bytes + 3) / 4 * 4;
    uint8_t *begin = taken > memory ? nullptr : (uint8_t *)aligned_alloc(256, (whole + 2 * MARGIN + 255) / 256 * 256);
    if (begin == nullptr) {
        return OUT_OF_MEMORY;
    }
    uint8_t *inside = begin + MARGIN;
    for (size_t n = 0; n < whole; n += 4) {
        memcpy(inside + n, &GARBAGE, 4);
    }
    memset(begin, UNTOUCHED, MARGIN);
    memset(inside + bytes, UNTOUCHED, MARGIN);
    allocations[(uintptr_t)inside] = bytes;
    *at = (uintptr_t)inside;
    return SUCCESS;
}

CUresult cuMemFree_v2(CUdeviceptr at) {
    ENTER(enteredContext)
    CHECK(allocations.count(at) > 0, "no such allocation", INVALID_VALUE)
    finishAll();
    freeAllocation(at);
    return SUCCESS;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
    ENTER(enteredContext)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    CHECK(from != nullptr && inAllocation(to, bytes), "not within an allocation", INVALID_VALUE)
    CHECK(bytes % 4 == 0 && to % 4 == 0, "not whole values", INVALID_VALUE)
    stream->work.push_back([=] { memcpy((void *)to, from, bytes); });
    return SUCCESS;
}

CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
    ENTER(enteredContext)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    CHECK(to != nullptr && inAllocation(from, bytes), "not within an allocation", INVALID_VALUE)
    CHECK(bytes % 4 == 0 && from % 4 == 0, "not whole values", INVALID_VALUE)
    stream->work.push_back([=] { memcpy(to, (const void *)from, bytes); });
    return SUCCESS;
}

// Waits for the streams that the default one waits for.
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
    ENTER(enteredContext)
    CHECK(from != nullptr && inAllocation(to, bytes), "not within an allocation", INVALID_VALUE)
    for (Stream *stream : streams) {
        if (stream->waitsForDefault) {
            finish(stream);
        }
    }
    memcpy((void *)to, from, bytes);
    return SUCCESS;
}

CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t count, CUstream stream) {
    ENTER(enteredContext)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    CHECK(inAllocation(to, 4 * count), "not within an allocation", INVALID_VALUE)
    CHECK(to % 4 == 0, "not whole values", INVALID_VALUE)
    stream->work.push_back([=] {
        for (size_t n = 0; n < count; n++) {
            memcpy((void *)(to + 4 * n), &value, 4);
        }
    });
    return SUCCESS;
}

CUresult cuStreamCreate(CUstream *stream, unsigned flags) {
    ENTER(enteredContext)
    CHECK(flags <= 1, "flags", INVALID_VALUE)
    *stream = new Stream{flags == 0, {}};
    streams.insert(*stream);
    return SUCCESS;
}

CUresult cuStreamDestroy_v2(CUstream stream) {
    ENTER(enteredContext)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    finish(stream);
    streams.erase(stream);
    delete stream;
    return SUCCESS;
}

CUresult cuStreamSynchronize(CUstream stream) {
    ENTER(enteredContext)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    finish(stream);
    return SUCCESS;
}

CUresult cuLaunchKernel(
    CUfunction function, unsigned x, unsigned y, unsigned z, unsigned blockX, unsigned blockY, unsigned blockZ, unsigned shared,
    CUstream stream, void **given, void **extra) {
    ENTER(enteredContext)
    CHECK(functions.count(function) > 0, "no such function", INVALID_HANDLE)
    CHECK(streams.count(stream) > 0, "no such stream", INVALID_HANDLE)
    const std::string name = function->name;
    CHECK(blockX == GROUP && blockY == 1 && blockZ == 1, name + " in groups that are not of 64", INVALID_VALUE)
    CHECK(x > 0 && y > 0 && z > 0, name + " on no groups", INVALID_VALUE)
    CHECK(x <= INT32_MAX && y <= 65535 && z <= 65535, name + " on too many groups", INVALID_VALUE)
    CHECK(shared == 0 && given != nullptr && extra == nullptr, name + " with shared memory or no values", INVALID_VALUE)
    std::vector<uint64_t> copies;
    for (size_t n = 0; n < function->letters.size(); n++) {
        const char letter = function->letters[n];
        CHECK(given[n] != nullptr, name + " without value " + std::to_string(n), INVALID_VALUE)
        uint64_t value = 0;
        memcpy(&value, given[n], letter == 'p' || letter == 'l' ? 8 : 4);
        CHECK(letter != 'p' || inAllocation(value, 1), name + ": value " + std::to_string(n) + " is no pointer", INVALID_VALUE)
        copies.push_back(value);
    }
    const Index groups = {(int)x, (int)y, (int)z};
    stream->work.push_back([=] { runKernel(function, groups, copies); });
    return SUCCESS;
}

CUresult cuGetErrorName(CUresult code, const char **text) {
    GUARD
    auto at = ERRORS.find(code);
    *text = at == ERRORS.end() ? nullptr : at->second.first;
    return at == ERRORS.end() ? INVALID_VALUE : SUCCESS;
}

CUresult cuGetErrorString(CUresult code, const char **text) {
    GUARD
    auto at = ERRORS.find(code);
    *text = at == ERRORS.end() ? nullptr : at->second.second;
    return at == ERRORS.end() ? INVALID_VALUE : SUCCESS;
}

} // extern "C"
