package org.kanworkbench.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.training.trials.ClusterException;

/** What Spark's failures mean, in one line. */
final class SparkFailure {

    private static final Pattern WHERE = Pattern.compile("\\(([^ ()]+) executor \\w+\\)");

    /** Class files have Java's version plus so many. */
    private static final int CLASS_FILE = 44;

    private static final Pattern UP_TO = Pattern.compile("recognizes class file versions up to (\\d+)");

    private static final String FULL = "No space left on device";
    private static final String NO_SPACE =
            " no space left on the disk: free some, or start workers with another --work-dir";

    private SparkFailure() {}

    /**
     * Why a job failed.
     *
     * @throws IllegalStateException with one line, if the trial itself is to blame
     */
    static ClusterException of(Throwable failure) {
        String text = all(failure);
        Matcher where = WHERE.matcher(text);
        String host = where.find() ? where.group(1) : "a worker";
        if (text.contains("UnsupportedClassVersionError")) {
            Matcher java = UP_TO.matcher(text);
            String version = java.find() ? "Java " + (Integer.parseInt(java.group(1)) - CLASS_FILE) : "an older Java";
            return because(host + " runs " + version + ": workers need JDK 25.0.3 or newer as JAVA_HOME", failure);
        }
        if (text.contains("Could not parse Master URL")) {
            return because(
                    "this build reaches clusters of Spark's own alone: for YARN and Kubernetes, hand the program to"
                            + " spark-submit",
                    failure);
        }
        if (text.contains(FULL)) {
            return because(host + " has" + NO_SPACE, failure);
        }
        if (text.contains("Master removed our application")) {
            return because(
                    "the master gave up, as executors do not start: read the workers' work/app-…/stderr, and see whether"
                            + " they have JDK 25.0.3 or newer as JAVA_HOME, and space on their disks",
                    failure);
        }
        if (text.contains("ExecutorLostFailure")) {
            throw new IllegalStateException("its executor was lost each time it was tried, at last on " + host
                    + ": too little memory? Raise spark.executor.memory");
        }
        return because("Spark failed: " + OneLine.of(OneLine.of(OneLine.root(failure))), failure);
    }

    /** Executors come and go without an answer. */
    static ClusterException ofExecutors(String reason) {
        return reason.contains(FULL)
                ? new ClusterException("the workers have" + NO_SPACE)
                : new ClusterException("executors end as soon as they start (" + OneLine.of(reason)
                        + "): read the workers' work/app-…/stderr, and see whether there is space on their disks");
    }

    private static ClusterException because(String line, Throwable failure) {
        return new ClusterException(line, failure);
    }

    private static String all(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause() == at ? null : at.getCause()) {
            text.append(at).append('\n');
        }
        return text.toString();
    }
}
