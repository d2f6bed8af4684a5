// The structured Newton method of a controlled network, as assembly/newton.ts and feedback.ts have it, for a number of neurons the compiler knows:
// exact Hessian, Gauss–Newton steps where that is not positive, bounds by freezing, rollouts with feedback. Without symmetric
// control and terminal cost. Sums are the compiler's to order, so that results agree to rounding.
#pragma once

#include <cmath>
#include <vector>

template <int N>
struct Newton {
  typedef double Vec[N];
  typedef double Mat[N][N];
  struct Instant {
    Vec u, g, g1, g2, X;
    Mat xi;
  };
  struct Path {
    std::vector<Instant> at;
    double motion, effort;
    double cost() const { return motion + effort; }
  };
  struct Feedback {
    Mat C;
    Vec e, slopes;
  };

  int S, kind, maxIterations;
  double h, gamma, slope, a2, b2, tolerance;
  const double *weights, *bounds, *discounts;
  Path path, trial;
  std::vector<Feedback> feedback;
  std::vector<double> p, w;
  double gradientNorm, residual, descent, proximal, stepLength;
  bool gaussNewton;
  int iterations;

  double A(int i, int j) const { return weights[i * N + j]; }
  double bound(int i, int j) const { return bounds[i * N + j]; }
  static double clip(double x, double most) { return std::fmax(-most, std::fmin(most, x)); }

  void sigmoid(Instant &n) const {
    for (int j = 0; j < N; j++) {
      const double z = slope * n.u[j];
      if (kind == 0) {
        n.g[j] = std::tanh(z);
        n.g1[j] = slope * (1 - n.g[j] * n.g[j]);
        n.g2[j] = -2 * slope * n.g[j] * n.g1[j];
      } else {
        n.g[j] = 0.5 + std::atan(z) * M_1_PI;
        n.g1[j] = slope * M_1_PI / (1 + z * z);
        n.g2[j] = -2 * slope * n.g1[j] * z / (1 + z * z);
      }
    }
  }

  void advance(Path &q, int k) const {
    Instant &n = q.at[k];
    sigmoid(n);
    double speed = 0, effort = 0;
    for (int i = 0; i < N; i++) {
      double X = -n.u[i];
      for (int j = 0; j < N; j++) {
        X += (A(i, j) + n.xi[i][j]) * n.g[j];
        effort += n.xi[i][j] * n.xi[i][j];
      }
      n.X[i] = X;
      q.at[k + 1].u[i] = n.u[i] + h * X;
      speed += X * X;
    }
    q.motion += discounts[k] * h * 0.5 * a2 * speed;
    q.effort += discounts[k] * h * 0.5 * b2 * effort;
  }

  bool isFrozen(const Instant &n, const double *wk, int i, int j) const {
    const double x = n.xi[i][j];
    return bound(i, j) == 0 || (std::fabs(x) >= bound(i, j) && x * (b2 * x + wk[i] * n.g[j]) <= 0);
  }

  /** Where w = b0 + 2a Σ g_j clip(−w g_j / 2b). */
  double minimizer(const Instant &n, int i, double b0) const {
    double root = 0;
    for (int step = 0; step <= N + 1; step++) {
      double value = root - b0, rise = 1;
      for (int j = 0; j < N; j++) {
        const double ideal = -root * n.g[j] / b2;
        value -= a2 * n.g[j] * clip(ideal, bound(i, j));
        if (std::fabs(ideal) < bound(i, j)) rise += a2 * n.g[j] * n.g[j] / b2;
      }
      const double next = root - value / rise;
      if (std::fabs(next - root) <= 1e-16 * std::fabs(next)) return next;
      root = next;
    }
    return root;
  }

  void adjoint() {
    double squares = 0;
    residual = 0;
    for (int i = 0; i < N; i++) p[S * N + i] = 0;
    for (int k = S - 1; k >= 0; k--) {
      const Instant &n = path.at[k];
      const double *next = &p[(k + 1) * N];
      double *pk = &p[k * N], *wk = &w[k * N];
      const double scale = discounts[k] * h;
      Vec back = {};
      for (int i = 0; i < N; i++) {
        wk[i] = a2 * n.X[i] + gamma * next[i];
        for (int j = 0; j < N; j++) back[j] += wk[i] * (A(i, j) + n.xi[i][j]);
      }
      for (int j = 0; j < N; j++) pk[j] = gamma * next[j] + h * (n.g1[j] * back[j] - wk[j]);
      for (int i = 0; i < N; i++) {
        double own = 0;
        for (int j = 0; j < N; j++) own += n.xi[i][j] * n.g[j];
        const double best = minimizer(n, i, wk[i] - a2 * own);
        for (int j = 0; j < N; j++) {
          if (bound(i, j) == 0) continue;
          const double gradient = scale * (b2 * n.xi[i][j] + wk[i] * n.g[j]);
          if (!isFrozen(n, wk, i, j)) squares += gradient * gradient;
          residual = std::fmax(residual, std::fabs(n.xi[i][j] - clip(-best * n.g[j] / b2, bound(i, j))));
        }
      }
    }
    gradientNorm = std::sqrt(squares);
  }

  double firm() const { return std::fmax(b2, 1e-8 * a2) + proximal; }

  /** Lower Cholesky factor in place; false where a pivot is not positive. */
  static bool factorize(Mat &K, double least) {
    for (int i = 0; i < N; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = K[i][j];
        for (int k = 0; k < j; k++) sum -= K[i][k] * K[j][k];
        if (i != j) K[i][j] = sum / K[j][j];
        else if (!(sum > least)) return false;
        else K[i][i] = std::sqrt(sum);
      }
    }
    return true;
  }

  bool backward() {
    Mat P = {};
    Vec q = {};
    descent = 0;
    const double stiff = firm();
    const bool exact = !gaussNewton;
    for (int k = S - 1; k >= 0; k--) {
      const Instant &n = path.at[k];
      const double *wk = &w[k * N];
      Feedback &f = feedback[k];
      Mat F, M, B, V, Q, K;
      double Y[N][N + 1], W[N][N + 1], T[N][N + 1], m[N][N];
      Vec v, root, pull = {}, cross = {}, squares = {};
      for (int i = 0; i < N; i++) {
        q[i] *= gamma;
        v[i] = a2 * n.X[i] + q[i];
        f.slopes[i] = exact ? v[i] : 0;
        for (int j = 0; j < N; j++) {
          pull[j] += v[i] * (A(i, j) + n.xi[i][j]);
          P[i][j] *= gamma;
          M[i][j] = h * P[i][j] + (i == j ? a2 : 0);
          F[i][j] = (A(i, j) + n.xi[i][j]) * n.g1[j] - (i == j ? 1 : 0);
        }
      }
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) V[i][j] = 0;
        for (int l = 0; l < N; l++)
          for (int j = 0; j < N; j++) V[i][j] += P[i][l] * F[l][j];
        for (int j = 0; j < N; j++) B[i][j] = a2 * F[i][j] + h * V[i][j] + P[i][j];
      }
      for (int i = 0; i < N; i++) {
        double free = 0, r = 0;
        for (int j = 0; j < N; j++) {
          Q[i][j] = 0;
          m[i][j] = isFrozen(n, wk, i, j) ? 0 : 1;
          if (m[i][j] == 0) continue;
          free += n.g[j] * n.g[j];
          Q[i][j] = f.slopes[i] * n.g[j] * n.g1[j];
          cross[j] += f.slopes[i] * b2 * n.xi[i][j];
          squares[j] += f.slopes[i] * f.slopes[i];
          r += n.g[j] * (b2 * n.xi[i][j] + v[i] * n.g[j]);
        }
        root[i] = std::sqrt(free);
        const double inverse = free > 0 ? 1 / root[i] : 0;
        for (int j = 0; j < N; j++) Y[i][j] = -(root[i] * B[i][j] + inverse * Q[i][j]);
        Y[i][N] = -inverse * r;
      }
      for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) K[i][j] = root[i] * M[i][j] * root[j] + (i == j ? stiff : 0);
      if (!factorize(K, 1e-10 * stiff)) return false;
      for (int i = 0; i < N; i++) {
        for (int l = 0; l < i; l++)
          for (int c = 0; c <= N; c++) Y[i][c] -= K[i][l] * Y[l][c];
        for (int c = 0; c <= N; c++) Y[i][c] /= K[i][i];
      }
      for (int i = N - 1; i >= 0; i--) {
        for (int l = i + 1; l < N; l++)
          for (int c = 0; c <= N; c++) Y[i][c] -= K[l][i] * Y[l][c];
        for (int c = 0; c <= N; c++) Y[i][c] /= K[i][i];
      }
      for (int i = 0; i < N; i++)
        for (int c = 0; c <= N; c++) Y[i][c] *= root[i];
      for (int i = 0; i < N; i++) {
        double row[N + 1];
        for (int j = 0; j < N; j++) row[j] = B[i][j];
        row[N] = v[i];
        for (int l = 0; l < N; l++)
          for (int c = 0; c <= N; c++) row[c] += M[i][l] * Y[l][c];
        for (int j = 0; j < N; j++) f.C[i][j] = row[j];
        f.e[i] = row[N];
        for (int j = 0; j < N; j++) {
          if (m[i][j] == 0) continue;
          const double own = b2 * n.xi[i][j];
          descent -= discounts[k] * h * (own + v[i] * n.g[j]) * (own + f.e[i] * n.g[j]) / stiff;
        }
      }
      for (int i = 0; i < N; i++)
        for (int c = 0; c <= N; c++) W[i][c] = T[i][c] = 0;
      for (int l = 0; l < N; l++) {
        for (int i = 0; i < N; i++) {
          for (int j = 0; j < N; j++) V[i][j] += F[l][i] * B[l][j];
          for (int c = 0; c <= N; c++) W[i][c] += B[l][i] * Y[l][c];
          for (int j = 0; j < N; j++) T[i][j] += Q[l][i] * f.C[l][j];
          T[i][N] += Q[l][i] * f.e[l];
        }
      }
      for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) V[i][j] += W[i][j] - T[i][j] / stiff;
        V[i][i] += -n.g1[i] * n.g1[i] * squares[i] / stiff + (exact ? n.g2[i] * pull[i] : 0);
        q[i] += h * (n.g1[i] * pull[i] - v[i] + W[i][N] - (n.g1[i] * cross[i] + T[i][N]) / stiff);
      }
      for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++) P[i][j] = P[j][i] = P[i][j] + 0.5 * h * (V[i][j] + V[j][i]);
    }
    return descent < 0;
  }

  void roll() {
    const double stiff = firm(), keep = 1 - stepLength * b2 / stiff;
    trial.motion = trial.effort = 0;
    for (int i = 0; i < N; i++) trial.at[0].u[i] = path.at[0].u[i];
    for (int k = 0; k < S; k++) {
      const Instant &n = path.at[k];
      Instant &out = trial.at[k];
      const Feedback &f = feedback[k];
      Vec away;
      for (int j = 0; j < N; j++) away[j] = out.u[j] - n.u[j];
      for (int i = 0; i < N; i++) {
        double moved = f.e[i] * stepLength;
        for (int j = 0; j < N; j++) moved += f.C[i][j] * away[j];
        for (int j = 0; j < N; j++) {
          const double x = n.xi[i][j];
          const double change = moved * n.g[j] + f.slopes[i] * n.g1[j] * away[j];
          out.xi[i][j] = isFrozen(n, &w[k * N], i, j) ? x : clip(keep * x - change / stiff, bound(i, j));
        }
      }
      advance(trial, k);
    }
  }

  /** False when nothing is left to try. */
  bool soften() {
    if (!gaussNewton) {
      gaussNewton = true;
      return true;
    }
    const double least = 0.5e-4 * (a2 + b2);
    proximal = std::fmax(8 * proximal, least);
    return proximal <= 1e10 * least;
  }

  void lay() {
    path.at.assign(S + 1, Instant());
    trial.at.assign(S + 1, Instant());
    feedback.resize(S);
    p.resize((S + 1) * N);
    w.resize(S * N);
  }

  /** From ξ = 0. */
  void solve(const double *initial) {
    for (Instant &n : path.at)
      for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) n.xi[i][j] = 0;
    for (int i = 0; i < N; i++) path.at[0].u[i] = initial[i];
    path.motion = path.effort = 0;
    for (int k = 0; k < S; k++) advance(path, k);
    proximal = 0;
    gaussNewton = false;
    double last = INFINITY;
    int stalls = 0;
    for (iterations = 0;; iterations++) {
      adjoint();
      if (residual <= tolerance || gradientNorm == 0 || iterations >= maxIterations) return;
      if (iterations > 0 && -descent <= 1e-13 * path.cost() && !(residual < 0.5 * last) && ++stalls >= 20) return;
      last = std::fmin(residual, last);
      for (bool isTaken = false; !isTaken;) {
        while (!backward())
          if (!soften()) return;
        for (stepLength = 1; !isTaken; stepLength *= 0.5) {
          roll();
          const double change = trial.cost() - path.cost();
          const bool isHidden = -descent <= 1e-13 * path.cost() && change <= 1e-13 * path.cost();
          isTaken = change <= 1e-4 * stepLength * descent || isHidden;
          if (isTaken || stepLength <= 1.0 / 1024) break;
        }
        if (!isTaken && !soften()) return;
      }
      std::swap(path, trial);
      if (stepLength == 1) {
        gaussNewton = false;
        proximal = proximal > 1e-8 ? 0.125 * proximal : 0;
      }
    }
  }
};
