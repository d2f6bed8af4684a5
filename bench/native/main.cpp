// Runs the native twins of the kernels on behalf of the bench: a request a line on stdin, an answer a line on stdout.
//
//   array <name> <file>           reads a file into an array                     → bytes
//   dump <name> <file>            writes an array to a file                      → bytes
//   <kernel> <repeats> <sizes …>  runs a kernel on arrays of the names it knows  → nanoseconds of all repeats
//
// An answer that begins with "error" says what went wrong. The clock, `cpu` or `wall`, is the only argument.

#include <ctime>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "flow.hpp"
#include "heat-bath.hpp"
#include "metropolis.hpp"
#include "newton.hpp"
#include "overlap.hpp"
#include "philox.hpp"
#include "relax.hpp"

/** Bytes aligned to 64, zero at first. */
class Array {
  void *data = nullptr;
  size_t length = 0;

public:
  Array() = default;
  Array(const Array &) = delete;
  ~Array() { free(data); }

  template <class T>
  T *make(size_t count) {
    free(data);
    length = count * sizeof(T);
    data = aligned_alloc(64, (length + 127) / 64 * 64);
    memset(data, 0, (length + 127) / 64 * 64);
    return (T *)data;
  }

  template <class T>
  T *at() const {
    if (!data) throw std::runtime_error("an array is missing");
    return (T *)data;
  }

  size_t bytes() const { return length; }
};

static std::map<std::string, Array> arrays;
static clockid_t timer = CLOCK_MONOTONIC;

static double now() {
  timespec t;
  clock_gettime(timer, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/** Time of `repeats` runs of `body`. */
template <class Body>
static double timed(int repeats, Body body) {
  const double started = now();
  for (int k = 0; k < repeats; k++) body();
  return now() - started;
}

static double runWords(std::istream &in, int repeats) {
  int count;
  uint32_t domain, item, key0, key1;
  in >> count >> domain >> item >> key0 >> key1;
  uint32_t *out = arrays["words"].make<uint32_t>((count + 15) / 16 * 16);
  return timed(repeats, [&] { randomWords(out, count, 0, item, domain, key0, key1); });
}

static double runOverlap(std::istream &in, int repeats) {
  int P, N, stride;
  in >> P >> N >> stride;
  const int8_t *xi = arrays["xi"].at<int8_t>();
  uint8_t *codes = arrays["codes"].make<uint8_t>((size_t)(P + GROUP - 1) / GROUP * stride);
  int16_t *m = arrays["overlap"].make<int16_t>((size_t)N * stride);
  int8_t *tables = arrays["tables"].make<int8_t>(TABLE_BYTES * GROUPS_AT_ONCE);
  const int blocks = (N + BLOCK - 1) / BLOCK;
  return timed(repeats, [&] {
    packPatterns(xi, codes, P, stride);
    for (int block = 0; block < blocks; block++) overlapBlock(xi, codes, m, tables, P, N, stride, block);
    for (int block = 1; block < blocks; block++) mirrorOverlap(m, N, stride, block);
  });
}

static double runAnneal(std::istream &in, int repeats, double (*rule)(Annealer &, int, int, double, double)) {
  Annealer a;
  int neuron, levels, steps;
  uint32_t key0, key1;
  double temperature, factor;
  in >> a.N >> a.P >> a.c >> a.stride >> a.largest >> a.twiceKappa >> neuron >> key0 >> key1;
  in >> levels >> steps >> temperature >> factor;
  a.width = (a.N + 31) & ~31;
  a.overlap = arrays["overlap"].at<int16_t>();
  a.exponentials = arrays["exponentials"].at<float>();
  a.gumbels = arrays["gumbels"].at<float>();
  a.integerGumbels = arrays["integerGumbels"].at<int16_t>();
  a.own = arrays["own"].make<int16_t>(a.width);
  a.scaled = arrays["scaled"].make<int16_t>(a.width);
  a.noise = arrays["noise"].make<int16_t>(8192 + a.width);
  a.fields = arrays["fields"].make<int32_t>(a.width);
  a.cost = arrays["cost"].make<int16_t>(a.width);
  a.barrier = arrays["barrier"].make<int32_t>(a.width);
  a.members = arrays["members"].make<int32_t>(a.c);
  a.others = arrays["others"].make<int32_t>(a.N);
  a.record = arrays["record"].make<int32_t>(a.c);
  double last = 0;
  const double time = timed(repeats, [&] {
    annealerBegin(a, neuron, 0, key0, key1);
    last = rule(a, levels, steps, temperature, factor);
  });
  int32_t *found = arrays["inputs"].make<int32_t>(a.c);
  std::copy(a.members, a.members + a.c, found);
  std::sort(found, found + a.c);
  double *state = arrays["state"].make<double>(3);
  state[0] = annealerEnergy(a);
  state[1] = a.accepted;
  state[2] = last;
  return time;
}

/** Weights as the narrow lanes hold them. */
static const int16_t *narrow(const char *name) {
  const Array &from = arrays[name];
  const size_t count = from.bytes() / sizeof(int32_t);
  int16_t *out = arrays[std::string(name) + " i16"].make<int16_t>(count);
  for (size_t k = 0; k < count; k++) out[k] = (int16_t)from.at<int32_t>()[k];
  return out;
}

static double runRelax(std::istream &in, int repeats) {
  int N, count, order, maxSweeps;
  in >> N >> count >> order >> maxSweeps;
  const auto ints = [](const char *name) { return arrays[name].at<int32_t>(); };
  const Graph graph{N, ints("rowStart"), ints("inputs"), narrow("weights"),
                    ints("columnStart"), ints("targets"), narrow("outWeights"), ints("sums")};
  Block block;
  block.plus = arrays["plus"].make<Line>(N);
  block.fields = arrays["lanes"].make<Line>(N);
  block.flips = arrays["flips"].make<Line>(N);
  const int8_t *cues = arrays["cues"].at<int8_t>();
  int8_t *states = arrays["states"].make<int8_t>((size_t)count * N);
  int32_t *status = arrays["status"].make<int32_t>(count);
  int32_t *sweeps = arrays["sweeps"].make<int32_t>(count);
  return timed(repeats, [&] {
    memcpy(states, cues, (size_t)count * N);
    for (int first = 0; first < count; first += STATES) {
      relaxBlock(graph, block, states + (size_t)first * N, status + first, sweeps + first,
                 std::min(STATES, count - first), order, maxSweeps);
    }
  });
}

static double runProduct(std::istream &in, int repeats) {
  int rows, stride;
  in >> rows >> stride;
  const double *matrix = arrays["matrix"].at<double>();
  const double *x = arrays["x"].at<double>();
  double *out = arrays["out"].make<double>(rows);
  return timed(repeats, [&] { denseProduct(matrix, x, out, rows, stride); });
}

static double runTanh(std::istream &in, int repeats) {
  int count;
  in >> count;
  const double *x = arrays["x"].at<double>();
  double *out = arrays["out"].make<double>(count);
  return timed(repeats, [&] { tanhAll(x, out, count); });
}

template <int N>
static double runNewtonOf(std::istream &in, int repeats) {
  Newton<N> a;
  double motion, control;
  in >> a.S >> a.h >> a.gamma >> a.kind >> a.slope >> motion >> control >> a.tolerance >> a.maxIterations;
  a.a2 = 2 * motion;
  a.b2 = 2 * control;
  a.weights = arrays["weights"].at<double>();
  a.bounds = arrays["bounds"].at<double>();
  a.discounts = arrays["discounts"].at<double>();
  const double *initial = arrays["initial"].at<double>();
  a.lay();
  const double time = timed(repeats, [&] { a.solve(initial); });
  double *controls = arrays["controls"].make<double>((size_t)a.S * N * N);
  double *states = arrays["states"].make<double>((size_t)(a.S + 1) * N);
  for (int k = 0; k <= a.S; k++) {
    std::copy(a.path.at[k].u, a.path.at[k].u + N, states + k * N);
    if (k < a.S) std::copy(&a.path.at[k].xi[0][0], &a.path.at[k].xi[0][0] + N * N, controls + k * N * N);
  }
  double *numbers = arrays["numbers"].make<double>(3);
  numbers[0] = a.path.motion;
  numbers[1] = a.path.effort;
  numbers[2] = a.iterations;
  return time;
}

static double runNewton(std::istream &in, int repeats) {
  int N;
  in >> N;
  if (N == 2) return runNewtonOf<2>(in, repeats);
  if (N == 16) return runNewtonOf<16>(in, repeats);
  throw std::runtime_error("newton is compiled for 2 and 16 neurons");
}

static double answer(std::istream &in) {
  std::string verb;
  in >> verb;
  if (verb == "array" || verb == "dump") {
    std::string name, file;
    in >> name >> std::ws;
    std::getline(in, file);
    if (verb == "dump") {
      const Array &array = arrays[name];
      std::ofstream(file, std::ios::binary).write(array.at<char>(), array.bytes());
      return array.bytes();
    }
    std::ifstream from(file, std::ios::binary | std::ios::ate);
    if (!from) throw std::runtime_error("cannot read " + file);
    const size_t bytes = from.tellg();
    from.seekg(0);
    from.read(arrays[name].make<char>(bytes), bytes);
    return bytes;
  }
  int repeats;
  in >> repeats;
  if (verb == "words") return runWords(in, repeats);
  if (verb == "overlap") return runOverlap(in, repeats);
  if (verb == "metropolis") return runAnneal(in, repeats, metropolis);
  if (verb == "heatBath") return runAnneal(in, repeats, heatBath);
  if (verb == "relax") return runRelax(in, repeats);
  if (verb == "newton") return runNewton(in, repeats);
  if (verb == "matvec") return runProduct(in, repeats);
  if (verb == "tanh") return runTanh(in, repeats);
  throw std::runtime_error("no kernel is named " + verb);
}

/** Whether this processor has what the program was compiled for. */
static bool supported() {
#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__AVX2__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return __builtin_cpu_supports("sse4.2");
#endif
}

int main(int count, char **arguments) {
  if (!supported()) {
    puts("error this processor lacks the instructions");
    return 1;
  }
  if (count > 1 && std::string(arguments[1]) == "cpu") timer = CLOCK_PROCESS_CPUTIME_ID;
  printf("%d\n", BYTES);
  fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    try {
      printf("%.0f\n", answer(in));
    } catch (const std::exception &error) {
      printf("error %s\n", error.what());
    }
    fflush(stdout);
  }
}
