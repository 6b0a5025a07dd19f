#!/usr/bin/env python3
"""Makes statistics.tsv: what SciPy, statsmodels and NumPy say of the functions in Sources/Satisfaction/Statistics.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 numpy==2.4.6
    .venv/bin/python Tests/SatisfactionTests/Reference/make_reference.py > Tests/SatisfactionTests/Reference/statistics.tsv

A line is: function, arguments, expected values; numbers are separated by blanks. Where no library has the function, its
formula is written here a second time, in another form than the Swift code's.
"""

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

rng = np.random.default_rng(20261121)
Z = stats.norm.ppf(0.975)


def line(function, arguments, expected):
    def text(values):
        return " ".join(str(int(v)) if float(v).is_integer() and abs(v) < 2**53 else repr(float(v)) for v in values)

    print(function, text(arguments), text(expected), sep="\t")


def elementary():
    for x in [1e-300, 1e-9, 0.3, 0.7071, 0.99999, 1, 1.00001, 1.5, 2, 10, 12345.678, 1e300]:
        line("log", [x], [np.log(x)])
    for x in [-745, -700, -40.5, -1, -0.3, -1e-9, 0, 1e-9, 0.34, 0.35, 1, 2.5, 88, 700]:
        line("exp", [x], [np.exp(x)])


def distributions():
    for x in [-30, -8, -5.5, -2.9, -2.8, -1.5, -0.1, 0, 0.3, 1.959963984540054, 2.82, 2.83, 4, 7]:
        line("normal_cumulative", [x], [stats.norm.cdf(x)])
        line("normal_two_sided", [x], [2 * stats.norm.sf(abs(x))])
    for p in [1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.05, 0.2, 0.4999, 0.5, 0.6, 0.9, 0.975, 0.995, 0.999999]:
        line("normal_quantile", [p], [stats.norm.ppf(p)])
    for degrees in [1, 2, 3, 4, 7.5, 12, 30, 59, 61, 100, 199, 200, 201, 500, 1e4, 1e6, 3e6, 1e9]:
        for t in [0, 0.01, 0.7, 1.5, 1.96, 3, 6, 30]:
            line("student_two_sided", [degrees, t], [2 * stats.t.sf(t, degrees)])
        for p in [0.0001, 0.2, 0.55, 0.9, 0.975, 0.9995]:
            line("student_quantile", [degrees, p], [stats.t.ppf(p, degrees)])
    for degrees in [1, 2, 5, 10, 50, 199, 200, 201, 250, 1000, 10**5, 10**8]:
        line("student_t95", [degrees], [stats.t.ppf(0.975, degrees)])


def shares():
    for base in [1, 2, 5, 12.5, 37, 1000, 123456]:
        for share in [0, 0.01, 0.3, 0.5, 0.925, 1]:
            low, high = proportion_confint(share * base, base, method="wilson")
            line("wilson", [share, base], [max(0, low), min(1, high)])
    for first, n, second, m in [(3, 10, 5, 20), (0, 10, 3, 30), (56, 70, 48, 80), (10, 10, 0, 20), (500, 2000, 480, 2100)]:
        low, high = confint_proportions_2indep(first, n, second, m, method="newcomb", compare="diff")
        line("newcombe", [first, n, second, m], [low, high])


def trinomials():
    def wilson(p, n):
        """The roots of (p - x)^2 = z^2 x (1 - x) / n."""
        roots = np.roots([1 + Z * Z / n, -(2 * p + Z * Z / n), p * p])
        return np.sort(np.clip(roots.real, 0, 1))

    for n, a, b in [(1, 1, 0), (1, 0, 0), (5, 5, 0), (5, 0, 5), (5, 2, 3), (10, 6, 2), (40, 0, 0), (100, 30, 31), (1000, 700, 100), (10**6, 4, 9)]:
        for effect in [1, 1.7]:
            p, q, m = a / n, b / n, n / effect
            (lp, up), (lq, uq) = wilson(p, m), wilson(q, m)
            # Covariance of the shares over the product of their deviations.
            denominator = np.sqrt(p * (1 - p) * q * (1 - q))
            r = -p * q / denominator if denominator > 0 else 0
            arms = np.array([[p - lp, uq - q], [up - p, q - lq]])
            below, above = [np.sqrt(x @ np.array([[1, -r], [-r, 1]]) @ x) for x in arms]
            line("net_share", [a, b, n, effect], [p - q, max(-1, p - q - below), min(1, p - q + above)])
            values = np.array([1, 0, -1])
            weights = np.array([p * m + 0.75, (1 - p - q) * m + 1.5, q * m + 0.75]) / (m + 3)
            mean = values @ weights
            error = np.sqrt(weights @ (values - mean) ** 2 / (m + 3))
            line("promoters", [a, b, n, effect],
                 [p - q, max(-1, min(p - q, mean - Z * error)), min(1, max(p - q, mean + Z * error))])


def means():
    for size in [2, 3, 8, 40, 400]:
        values = rng.integers(100, 501, size)
        low, high = stats.t.interval(0.95, size - 1, values.mean(), stats.sem(values))
        line("mean", values, [values.mean(), stats.sem(values), low, high])


def clusters():
    """Customer by customer: sum and number of values. A regression on a constant, errors clustered, has the same variance."""
    for customers, values in [(4, [0, 1]), (7, [0, 1]), (12, [-1, 0, 1]), (60, [-1, 0, 1]), (200, [100, 200, 300, 400, 500])]:
        sizes = rng.integers(1, 6, customers)
        groups = np.repeat(np.arange(customers), sizes)
        usual = rng.choice(values, customers)
        y = np.where(rng.random(len(groups)) < 0.5, usual[groups], rng.choice(values, len(groups)))
        fit = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": True})
        effect = max(1, fit.cov_params()[0, 0] / (y.var(ddof=1) / len(y)))
        pairs = [(y[groups == g].sum(), sizes[g]) for g in range(customers)]
        line("clusters", [(y**2).sum(), *np.ravel(pairs)], [fit.bse[0], effect])


def survival():
    for size in [5, 20, 80]:
        days = rng.integers(0, 30, size)
        events = rng.random(size) < 0.6
        data = stats.CensoredData(uncensored=days[events], right=days[~events])
        curve = stats.ecdf(data).sf
        bounds = curve.confidence_interval(method="log-log")
        steps = [(q, s, l, h) for q, s, l, h in
                 zip(curve.quantiles, curve.probabilities, bounds.low.probabilities, bounds.high.probabilities)
                 if 0 < s < 1 and q in days[events]]
        line("survival", np.ravel(list(zip(days, events))), np.ravel(steps))


def discoveries():
    for size in [1, 2, 7, 50]:
        p = np.round(rng.random(size) ** 3, 3)
        line("discoveries", p, stats.false_discovery_control(p))


def relative_weights():
    """Rows of predictors and outcome; R^2 is statsmodels', the weights by the matrix root of SciPy."""
    for size, predictors in [(30, 2), (60, 4), (200, 9)]:
        common = rng.integers(-1, 2, size)
        x = np.where(rng.random((predictors, size)) < 0.4, common, rng.integers(-1, 2, (predictors, size))).T
        y = x @ rng.integers(-3, 4, predictors) + rng.integers(-4, 5, size)
        correlations = np.corrcoef(x.T)
        root = scipy.linalg.sqrtm(correlations).real
        beta = np.linalg.solve(root, [np.corrcoef(column, y)[0, 1] for column in x.T])
        line("relative_weights", [predictors, *np.ravel(np.column_stack([x, y]))],
             [sm.OLS(y, sm.add_constant(x)).fit().rsquared, *(root**2 @ beta**2)])


def jackknife():
    values = rng.normal(size=12).round(6)
    left_out = [np.delete(values, i).mean() for i in range(12)]
    low, high = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    line("jackknife", [values.mean(), *left_out], [low, high])


def words():
    for a, b, every, n, m, total, prior in [(20, 5, 25, 1000, 1000, 2000, 100), (0, 8, 8, 400, 600, 1600, 50), (12, 3, 30, 500, 250, 1000, 100)]:
        alpha = prior * every / total
        odds = [np.log(y + alpha) - np.log(size + prior - y - alpha) for y, size in [(a, n), (b, m)]]
        error = np.sqrt(1 / (a + alpha) + 1 / (b + alpha))
        score = odds[0] - odds[1]
        line("log_odds", [a, b, every, n, m, total, prior], [score, score / error, score - Z * error, score + Z * error])


print(f"# Made by make_reference.py with SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}, NumPy {np.__version__}.")
for make in [elementary, distributions, shares, trinomials, means, clusters, survival, discoveries, relative_weights, jackknife, words]:
    make()
